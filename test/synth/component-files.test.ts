import { objectText } from '../../synth/component-files';
import type { RenderedObject } from '../../synth/resolve';

const rendered = (folder?: string): RenderedObject => ({
  mesh: 'demo',
  cluster: 'left',
  component: 'app',
  folder,
  path: 'left.app/x',
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { text: '{{ .name }} }}' } },
});

test('an object is written as it is', () => {
  expect(objectText(rendered())).toContain('text: "{{ .name }} }}"');
});

test('among the templates of a chart, it is written so that Helm prints it as it is', () => {
  expect(objectText(rendered('templates'))).toContain('text: "{{ `{{` }} .name }} }}"');
});
