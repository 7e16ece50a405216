import { isIpAddress } from '../../../values/address';
import { isHostName } from '../../../values/host';
import { all, each, fields, has, notEmpty, whole } from '../meaning/parts';
import { isGiven } from '../schema';
import { isUnixAddress } from './listener';
import { labels, ofSpec, syntax } from './parts';

const address = syntax(
  (value) => isUnixAddress(value) || isIpAddress(value) || isHostName(value),
  'an IP address, a host name or the path of a socket (unix:///path/to/socket)',
);

export const workloadEntryCheck = ofSpec((spec, walk) => {
  if (has(spec, 'address')) walk.into('address', spec['address'], address);
  else if ((isGiven(spec['address']) || isGiven(spec['network'])) && !has(spec, 'network'))
    walk.lacks('address');
  fields({ labels })(spec, walk);
});

const httpHeader = whole(({ name = '' }, walk) => {
  walk.into(
    'name',
    name,
    syntax((text) => /^[-A-Za-z0-9]+$/.test(text), 'the name of a header (letters, digits and "-")'),
  );
});

/** How a workload is asked whether it is ready. Its definition has `grpc`, and the webhook of 1.29 refuses it. */
const probe = all(
  whole((object, walk) => {
    if (isGiven(object['grpc']))
      walk.failAt('grpc', 'the webhook knows no probe of gRPC', 'Write one of httpGet, tcpSocket, exec.');
    else if (!['httpGet', 'tcpSocket', 'exec'].some((one) => isGiven(object[one])))
      walk.fail('has none of httpGet, tcpSocket, exec: one is needed', 'Add one of them.');
  }),
  fields({
    httpGet: fields({ httpHeaders: each(httpHeader) }),
    exec: fields({ command: notEmpty }),
  }),
);

export const workloadGroupCheck = ofSpec((spec, walk) => {
  fields({ metadata: fields({ labels }), probe })(spec, walk);
});
