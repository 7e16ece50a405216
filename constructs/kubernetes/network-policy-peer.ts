import type { k8s } from 'cdk8s-plus-27';
import { cidrContains } from '../../values/address';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { checkLabelSelector, lowerLabelSelector, type LabelSelector } from './label-selector';

/** Pods by their namespaces and their own labels, both of which must match. */
export interface PodsIn {
  readonly namespaces: LabelSelector;
  readonly pods: LabelSelector;
}

/** The other end of a connection. Made by the functions of the same name. */
export type Peer =
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'pods'; readonly namespaces?: LabelSelector; readonly pods?: LabelSelector }
  | { readonly kind: 'cidr'; readonly cidr: string; readonly except: readonly string[] };

export const Peer = {
  /** Anything, in the cluster and beyond. Stands alone in its list. */
  anywhere: (): Peer => ({ kind: 'anywhere' }),

  /** Pods of the policy's own namespace; all of them by `{}`. */
  pods: (pods: LabelSelector): Peer => ({ kind: 'pods', pods }),

  /** All pods of the namespaces that bear the labels; of every namespace by `{}`. */
  namespaces: (namespaces: LabelSelector): Peer => ({ kind: 'pods', namespaces }),

  /** All pods of a namespace, by its name or its object. */
  namespace: (namespace: string | { readonly name: string }): Peer => ({
    kind: 'pods',
    namespaces: {
      matchLabels: {
        'kubernetes.io/metadata.name': typeof namespace === 'string' ? namespace : namespace.name,
      },
    },
  }),

  /** The pods that bear the labels, in the namespaces that bear theirs. */
  podsIn: ({ namespaces, pods }: PodsIn): Peer => ({ kind: 'pods', namespaces, pods }),

  /**
   * Addresses of a range, less those of the ranges within it. Meant for what is outside of the cluster: whether a pod's
   * address is seen there depends on the network plugin.
   */
  cidr: (cidr: string, except: readonly string[] = []): Peer => ({ kind: 'cidr', cidr, except }),
} as const;

/** Records what Kubernetes refuses in a rule's peers, and a list that means more than it says. */
export function checkPeers(peers: readonly Peer[], checks: Checks): void {
  checks.expect(
    peers.length > 0,
    'is empty: Kubernetes takes it for anywhere; give [Peer.anywhere()] if that is meant, or leave the rule out',
  );
  checks.expect(
    peers.length < 2 || !peers.some(({ kind }) => kind === 'anywhere'),
    'has Peer.anywhere() beside others, which it includes',
  );
  peers.forEach((peer, index) => {
    const at = checks.at(index);
    if (peer.kind === 'cidr') checkCidr(peer.cidr, peer.except, at);
    if (peer.kind !== 'pods') return;
    if (peer.namespaces !== undefined) checkLabelSelector(peer.namespaces, at.at('namespaces'));
    if (peer.pods !== undefined) checkLabelSelector(peer.pods, at.at('pods'));
  });
}

/** The peers as Kubernetes has them; none at all is anywhere. */
export function lowerPeers(peers: readonly Peer[]): k8s.NetworkPolicyPeer[] | undefined {
  const lowered = peers.flatMap((peer): k8s.NetworkPolicyPeer[] => {
    switch (peer.kind) {
      case 'anywhere':
        return [];
      case 'cidr':
        return [
          { ipBlock: { cidr: peer.cidr, except: peer.except.length > 0 ? [...peer.except] : undefined } },
        ];
      case 'pods':
        return [
          {
            namespaceSelector: peer.namespaces && lowerLabelSelector(peer.namespaces),
            podSelector: peer.pods && lowerLabelSelector(peer.pods),
          },
        ];
    }
  });
  return lowered.length > 0 ? lowered : undefined;
}

function checkCidr(cidr: string, except: readonly string[], checks: Checks): void {
  const isRange = checks.at('cidr').cidr(cidr);
  except.forEach((range, index) => {
    const at = checks.at('except').at(index);
    if (!at.cidr(range) || !isRange) return;
    const [address = '', prefix] = range.split('/');
    at.expect(
      cidrContains(cidr, address) && Number(prefix) > Number(cidr.split('/')[1]),
      `${show(range)} is not within ${cidr}, or all of it: Kubernetes refuses it`,
    );
  });
}
