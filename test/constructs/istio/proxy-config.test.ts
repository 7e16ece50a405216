import { ProxyConfig, type ProxyConfigProps } from '../../../constructs/istio/proxy-config';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const config = (props: ProxyConfigProps) =>
  renderOne((component) => new ProxyConfig(component, 'proxies', props));

test('minimal', () => {
  expect(config({ concurrency: 0 })).toMatchSnapshot();
});

test('full', () => {
  expect(
    config({
      name: 'gateways',
      namespace: 'gateways',
      labels: { team: 'shop' },
      annotations: { 'example.org/reviewed': 'yes' },
      selector: { istio: 'ingressgateway' },
      concurrency: 4,
      environmentVariables: { ISTIO_META_DNS_CAPTURE: 'true', EMPTY: '' },
      image: { imageType: 'distroless' },
    }),
  ).toMatchSnapshot();
});

describe('refuses', () => {
  test.each<[string, ProxyConfigProps, string]>([
    [
      'a selector of nothing',
      { selector: {} },
      'selector: is empty: it would select every workload of the namespace',
    ],
    ['a wildcard', { selector: { app: '*' } }, `selector.app: "*" is not a label's value`],
    [
      'fewer threads than none',
      { concurrency: -1 },
      'concurrency: -1 is not a whole number from 0 to 2147483647',
    ],
    ['half a thread', { concurrency: 0.5 }, 'concurrency: 0.5 is not a whole number'],
    [
      'a variable that no process can have',
      { environmentVariables: { 'A B': '' } },
      'environmentVariables: "A B" is not the name of an environment variable',
    ],
    [
      'more than a variable can hold',
      { environmentVariables: { LONG: 'x'.repeat(2049) } },
      'environmentVariables.LONG: has 2049 characters: Kubernetes admits 2048',
    ],
    [
      'an image without a type',
      { image: { imageType: '' } },
      `image.imageType: "" cannot end an image's tag`,
    ],
    [
      'an image that cannot be',
      { image: { imageType: 'a b' } },
      `image.imageType: "a b" cannot end an image's tag`,
    ],
  ])('%s', (_, props, message) => {
    expect(() => config(props)).toThrow(UserError);
    expect(() => config(props)).toThrow(message);
  });
});
