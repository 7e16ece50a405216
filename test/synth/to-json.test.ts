import {
  ApiObject,
  App,
  Chart,
  JsonPatch,
  Lazy,
  type ApiObjectProps,
  type IResolver,
  type ResolutionContext,
} from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import fc from 'fast-check';
import { DestinationRule, VirtualService } from '../../imports/networking.istio.io';
import { toJson } from '../../synth/to-json';

/** The keys' order counts, for it is the order in the file. */
function expectSame(apiObject: ApiObject): void {
  expect(JSON.stringify(toJson(apiObject))).toBe(JSON.stringify(apiObject.toJson()));
}

const chart = (app = new App()) => new Chart(app, 'chart', { disableResourceNameHashes: true });

test('generated classes, with tokens, unions and patches', () => {
  const scope = chart();
  const objects = [
    new VirtualService(scope, 'vs', {
      metadata: { name: 'vs', namespace: 'shop', labels: { z: '1', a: '2' }, annotations: {} },
      spec: {
        hosts: Lazy.any({ produce: () => ['b', 'a'] }) as string[],
        http: [
          { route: [{ destination: { host: 'b', port: { number: 80 } }, weight: 0 }], name: '', match: [] },
        ],
      },
    }),
    new DestinationRule(scope, 'dr', {}),
    new k8s.KubeService(scope, 'svc', {
      metadata: { name: 'svc', finalizers: [], ownerReferences: [] },
      spec: { ports: [{ port: 80, targetPort: k8s.IntOrString.fromString('http') }], selector: {} },
    }),
    new k8s.KubeDeployment(scope, 'dep', {
      spec: {
        selector: {},
        template: {
          spec: { containers: [{ name: 'a', resources: { limits: { cpu: k8s.Quantity.fromNumber(1) } } }] },
        },
      },
    }),
  ];
  objects[0]?.metadata.addLabel('b', '3');
  objects[1]?.metadata.add('generation', 2);
  objects[2]?.addJsonPatch(
    JsonPatch.replace('/spec/ports/0/port', 81),
    JsonPatch.add('/spec/added', { b: 1, a: 2 }),
  );
  objects.forEach(expectSame);
});

test('what cdk8s-plus makes', () => {
  const scope = chart();
  const deployment = new plus.Deployment(scope, 'app', {
    containers: [{ image: 'app:1', portNumber: 8080 }],
  });
  deployment.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
  new plus.HorizontalPodAutoscaler(scope, 'hpa', { target: deployment, maxReplicas: 3 });
  new plus.ConfigMap(scope, 'config', { data: { b: '1', a: '2' } });
  const objects = scope.node.findAll().filter((one) => ApiObject.isApiObject(one)) as ApiObject[];
  expect(objects).toHaveLength(4);
  objects.forEach(expectSame);
});

test('any value in a plain ApiObject', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value')),
      tie('value').map((inner) => Lazy.any({ produce: () => inner })),
      tie('value').map((inner) => ({ resolve: () => inner })),
    ),
  }));
  const isRejected = (props: ApiObjectProps) => {
    try {
      new ApiObject(chart(), 'x', props).toJson();
      return false;
    } catch {
      return true;
    }
  };
  fc.assert(
    fc.property(value, fc.dictionary(fc.string(), value), (data, attributes) => {
      const props = { apiVersion: 'v1', kind: 'ConfigMap', data, metadata: attributes } as ApiObjectProps;
      fc.pre(!isRejected(props));
      expectSame(new ApiObject(chart(), 'x', props));
    }),
  );
});

test('a class that changes what is rendered, and an app with resolvers of its own, keep their say', () => {
  class Named extends VirtualService {
    override toJson(): unknown {
      return { ...super.toJson(), named: true };
    }
  }
  class Plain extends ApiObject {
    override toJson(): unknown {
      return { ...super.toJson(), plain: true };
    }
  }
  expect(toJson(new Named(chart(), 'x', {}))).toHaveProperty('named', true);
  expect(toJson(new Plain(chart(), 'x', { apiVersion: 'v1', kind: 'X' }))).toHaveProperty('plain', true);

  const shout: IResolver = {
    resolve: (context: ResolutionContext) => {
      if (context.value === 'quiet') context.replaceValue('loud');
    },
  };
  const app = new App({ resolvers: [shout] });
  const made = new ApiObject(chart(app), 'x', {
    apiVersion: 'v1',
    kind: 'X',
    spec: { voice: 'quiet' },
  } as ApiObjectProps);
  expect(toJson(made)).toHaveProperty('spec.voice', 'loud');
});

test('what cdk8s refuses is refused with its words', () => {
  const made = new ApiObject(chart(), 'x', {
    apiVersion: 'v1',
    kind: 'X',
    spec: new Date(0),
  } as ApiObjectProps);
  expect(() => toJson(made)).toThrow("can't render non-simple object of type 'Date'");
});
