/** What can be switched in this mesh; each combination is a mesh that works. */
export interface Switches {
  /** How clients meet the tier-1 gateway. */
  readonly tierOne: 'http' | 'https' | 'mtls';
  /** How the tier-1 gateway, and whoever goes past it, meets the tier-2 gateways. */
  readonly tierTwo: 'http' | 'https';
  /** Whether the application runs in active-cluster alone, or in standby-cluster too, for when active fails. */
  readonly deployment: 'active' | 'active-standby';
  /** Which of the application's services also run on a machine, beside their pods. */
  readonly onMachine: Readonly<Record<App, 'enabled' | 'disabled'>>;
}

/** The services of the application ABC. */
export const apps = ['app-a', 'app-b', 'app-c'] as const;
export type App = (typeof apps)[number];

/** What dist holds. */
export const switches: Switches = {
  tierOne: 'http',
  tierTwo: 'http',
  deployment: 'active-standby',
  onMachine: { 'app-a': 'enabled', 'app-b': 'enabled', 'app-c': 'enabled' },
};
