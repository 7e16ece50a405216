import { celFunc, celMethod, CelScalar, listType, type CelFunc } from '@bufbuild/cel';
import { isDnsLabel, isDnsSubdomain } from '../../../../values/dns';
import { isLabelKey, isLabelValue } from '../../../../values/label';
import { formatNamed } from '../../formats';
import { opaque, OPAQUE, textOf } from './opaque';

const { STRING } = CelScalar;

const isDns1035Label = (text: string) => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
const withoutDash = (text: string) => text.replace(/-$/, 'a');

/** Kubernetes' named formats. Source: `format.go` of k8s.io/apiserver. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  dns1123Label: isDnsLabel,
  dns1123Subdomain: isDnsSubdomain,
  dns1035Label: isDns1035Label,
  dns1123LabelPrefix: (text) => isDnsLabel(withoutDash(text)),
  dns1123SubdomainPrefix: (text) => isDnsSubdomain(withoutDash(text)),
  dns1035LabelPrefix: (text) => isDns1035Label(withoutDash(text)),
  qualifiedName: isLabelKey,
  labelValue: isLabelValue,
  ...Object.fromEntries(
    ['uri', 'uuid', 'byte', 'date', 'datetime'].map((name) => [name, formatNamed(name)!.accepts]),
  ),
};

export const formatFunctions: readonly CelFunc[] = [
  ...Object.keys(FORMATS).map((name) => celFunc(`format_${name}`, [], OPAQUE, () => opaque('Format', name))),
  celFunc('format_named', [STRING], listType(OPAQUE), (name) =>
    name in FORMATS ? [opaque('Format', name)] : [],
  ),
  celMethod('validate', OPAQUE, [STRING], listType(listType(STRING)), function (text) {
    const name = textOf(this, 'Format');
    return FORMATS[name]!(text) ? [] : [[`not a ${name}`]];
  }),
];
