import { applyMessage, type Message } from '../../machines/proto-json';
import { proxyConfigType, readinessProbeType } from '../../machines/proxy-config-schema';
import { Checks } from '../../values/checks';

function read(document: unknown, onto: Message = {}): Message {
  const checks = new Checks('defaultConfig');
  const message = applyMessage(proxyConfigType, onto, document, checks);
  checks.throwIfAny();
  return message;
}

test('scalars that are zero vanish, messages around one stay', () => {
  expect(
    read({
      statusPort: 0,
      meshId: '',
      interceptionMode: 'REDIRECT',
      extraStatTags: [],
      runtimeValues: {},
      concurrency: 0,
      holdApplicationUntilProxyStarts: false,
      gatewayTopology: { numTrustedProxies: 0 },
      image: {},
    }),
  ).toEqual({ concurrency: 0, holdApplicationUntilProxyStarts: false, gatewayTopology: {}, image: {} });
});

test('entries of maps and items of lists stay, zero or not', () => {
  expect(read({ proxyMetadata: { A: '' }, extraStatTags: [''] })).toEqual({
    proxyMetadata: { A: '' },
    extraStatTags: [''],
  });
});

test('fields that it does not know are left out, nulls too; snake case is read, camel case wins', () => {
  expect(
    read({ unknown: 1, meshId: null, status_port: 1, drain_duration: '1s', drainDuration: '2s' }),
  ).toEqual({
    statusPort: 1,
    drainDuration: '2s',
  });
  expect(read(null)).toEqual({});
});

test.each([
  ['5s', '5s'],
  ['1m30s', '90s'],
  ['250ms', '0.250s'],
  ['1.5s', '1.500s'],
  ['10us', '0.000010s'],
  ['1ns', '0.000000001s'],
  ['0s', '0s'],
  ['-1.5s', '-1.500s'],
  ['1000h', '3600000s'],
])('the duration %s is written %s', (given, written) => {
  expect(read({ drainDuration: given })).toEqual({ drainDuration: written });
});

test('numbers may stand in quotes, 64 bits always do; words may be numbers', () => {
  expect(
    read({
      concurrency: '4',
      statusPort: '15020',
      controlPlaneAuthPolicy: 1,
      tracing: { sampling: '12.5', stackdriver: { maxNumberOfAttributes: 200 } },
    }),
  ).toEqual({
    concurrency: 4,
    statusPort: 15020,
    controlPlaneAuthPolicy: 'MUTUAL_TLS',
    tracing: { sampling: 12.5, stackdriver: { maxNumberOfAttributes: '200' } },
  });
  expect(read({ interceptionMode: 7 })).toEqual({ interceptionMode: 7 });
});

describe('over another message', () => {
  test('a field is replaced whole, others stay', () => {
    const onto = read({
      meshId: 'mesh1',
      tracing: { sampling: 1, maxPathTagLength: 9 },
      proxyMetadata: { A: '1' },
    });
    expect(read({ tracing: { sampling: 2 }, proxyMetadata: { B: '2' } }, onto)).toEqual({
      meshId: 'mesh1',
      tracing: { sampling: 2 },
      proxyMetadata: { B: '2' },
    });
  });

  test('a zero takes a field back', () => {
    expect(read({ statusPort: 0 }, { statusPort: 15999, meshId: 'a' })).toEqual({ meshId: 'a' });
  });

  test('one of several alternatives takes the place of another, even where it is zero', () => {
    expect(read({ tracingServiceName: 'APP_LABEL_AND_NAMESPACE' }, { serviceCluster: 'x' })).toEqual({
      tracingServiceName: 'APP_LABEL_AND_NAMESPACE',
    });
  });
});

test('of several alternatives the last in the order of the API is taken', () => {
  const checks = new Checks();
  expect(
    applyMessage(readinessProbeType, {}, { tcpSocket: { port: 1 }, httpGet: { port: 2 } }, checks),
  ).toEqual({
    tcpSocket: { port: 1 },
  });
});

test.each<[string, unknown, string]>([
  ['no object', 7, 'defaultConfig: 7 is not an object'],
  ['no string', { meshId: 7 }, 'defaultConfig.meshId: 7 is not a string'],
  ['no boolean', { sds: { enabled: 'yes' } }, 'defaultConfig.sds.enabled: "yes" is not true or false'],
  [
    'no whole number',
    { statusPort: 1.5 },
    'defaultConfig.statusPort: 1.5 is not a whole number from -2147483648 to 2147483647',
  ],
  [
    'a negative one without a sign',
    { fileFlushMinSizeKb: -1 },
    'defaultConfig.fileFlushMinSizeKb: -1 is not a whole number from 0 to 4294967295',
  ],
  ['no number', { tracing: { sampling: '' } }, 'defaultConfig.tracing.sampling: "" is not a number'],
  ['no duration', { drainDuration: '2d' }, 'defaultConfig.drainDuration: "2d" is not a duration'],
  ['no duration but a number', { drainDuration: 5 }, 'defaultConfig.drainDuration: 5 is not a duration'],
  [
    'an unknown word',
    { interceptionMode: 'MAGIC' },
    'defaultConfig.interceptionMode: "MAGIC" is not one of "REDIRECT", "TPROXY", "NONE"',
  ],
  ['no list', { extraStatTags: 'a' }, 'defaultConfig.extraStatTags: "a" is not a list'],
  ['a wrong item', { extraStatTags: ['a', 1] }, 'defaultConfig.extraStatTags[1]: 1 is not a string'],
  ['no map', { proxyMetadata: ['a'] }, 'defaultConfig.proxyMetadata: ["a"] is not an object'],
  ['a wrong entry', { proxyMetadata: { A: 1 } }, 'defaultConfig.proxyMetadata.A: 1 is not a string'],
])('refuses %s', (_, document, message) => {
  expect(() => read(document)).toThrow(message);
});
