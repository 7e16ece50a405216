import { fieldsOf, listOf, recordsOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const schemaWarningTelemetry = rule(catalogue.IST0133, {
  reads: ['Telemetry'],
  check(mesh, report) {
    for (const resource of mesh.of('Telemetry')) {
      const { tracing, metrics } = resource.spec;
      const say = (field: string, warning: string, fix: string) =>
        report(resource, `spec.${field}`, { warning, fix });
      if (listOf(tracing).length > 1)
        say('tracing[1]', 'only one element of tracing is supported', 'Merge them.');
      recordsOf(tracing).forEach(({ providers }, index) => {
        if (listOf(providers).length > 1)
          say(`tracing[${index}].providers[1]`, 'only one provider of tracing is supported', 'Leave one.');
      });
      recordsOf(metrics).forEach(({ overrides }, index) =>
        recordsOf(overrides).forEach(({ tagOverrides }, position) => {
          if (!Object.hasOwn(fieldsOf(tagOverrides), '')) return;
          const field = `metrics[${index}].overrides[${position}].tagOverrides`;
          say(field, 'a tag has no name', 'Name the tag that is meant.');
        }),
      );
    }
  },
});
