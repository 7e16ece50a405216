import { evaluate } from '../../../../analysis/delivery/go-template/evaluate';
import { TemplateError } from '../../../../analysis/delivery/go-template/syntax';
import { textMap, type Value } from '../../../../analysis/delivery/go-template/value';

const data: Value = {
  name: 'kube-01',
  empty: '',
  count: 3,
  path: { basename: 'istio-base', segments: ['dist', 'demo', 'kube-01'] },
  metadata: { labels: textMap({ mesh: 'demo', 'a/b': 'c' }) },
  values: { team: 'shop' },
};
const fill = (template: string, missingKeyIsError = true) => evaluate(template, data, { missingKeyIsError });

// Each is what Go's text/template prints with sprig's functions, as Argo CD 3.2 has them.
test.each<[string, string]>([
  ['no action', 'no action'],
  ['{{ .name }}', 'kube-01'],
  ['{{.name}}-{{ .path.basename }}', 'kube-01-istio-base'],
  ['{{ $.path.basename }}', 'istio-base'],
  ['a {{- .name -}} b', 'akube-01b'],
  ['a{{/* a comment }} */}}b', 'ab'],
  ['a {{- /* trims */ -}} b', 'ab'],
  ['{{ "a\\tb" }}{{ `c\\d` }}{{ "}}" }}', 'a\tbc\\d}}'],
  ['{{ 7 }} {{ true }} {{ .count }}', '7 true 3'],
  ['{{ .path.segments }}', '[dist demo kube-01]'],
  ['{{ .metadata.labels }}', 'map[a/b:c mesh:demo]'],
  ['{{ index .metadata.labels "a/b" }}', 'c'],
  ['{{ index .metadata.labels "none" }}|', '|'],
  ['{{ index .path.segments 1 }}', 'demo'],
  ['{{ (index .path.segments 1) }}', 'demo'],
  ['{{ (dict "a" (dict "b" "c")).a.b }}', 'c'],
  ['{{ $x := .name }}{{ $x }}{{ $x = "y" }}{{ $x }}', 'kube-01y'],
  ['{{ if .empty }}a{{ else }}b{{ end }}', 'b'],
  ['{{ if .empty }}a{{ else if eq .name "kube-01" }}b{{ else }}c{{ end }}', 'b'],
  ['{{ if eq .name "x" "kube-01" }}a{{ end }}', 'a'],
  ['{{ with .path }}{{ .basename }} of {{ $.name }}{{ end }}', 'istio-base of kube-01'],
  ['{{ with .empty }}a{{ else }}{{ .name }}{{ end }}', 'kube-01'],
  ['{{ range .path.segments }}<{{ . }}>{{ end }}', '<dist><demo><kube-01>'],
  ['{{ range $i, $s := .path.segments }}{{ $i }}{{ $s }} {{ end }}', '0dist 1demo 2kube-01 '],
  ['{{ range $k, $v := .metadata.labels }}{{ $k }}={{ $v }};{{ end }}', 'a/b=c;mesh=demo;'],
  ['{{ range (list) }}a{{ else }}none{{ end }}', 'none'],
  ['{{ index .values "none" }}|', '<no value>|'],
  ['{{ and .name .empty }}|{{ or .empty .name }}', '|kube-01'],
  ['{{ not .empty }} {{ ne .name "a" }} {{ lt 1 2 }} {{ ge "a" "b" }}', 'true true true false'],
  ['{{ len .name }} {{ len .path.segments }} {{ len "é" }}', '7 3 2'],
  ['{{ print 1 2 "a" "b" 3 }}', '1 2a b3'.replace(' b', 'b')],
  ['{{ printf "%s/%s %d %q %v %%" .name "x" 4 "q" true }}', 'kube-01/x 4 "q" true %'],
  ['{{ get (dict "istio-base" "1") .path.basename | default "5" }}', '1'],
  ['{{ get (dict "x" "1") .path.basename | default "5" }}', '5'],
  ['{{ .empty | default .name }}', 'kube-01'],
  ['{{ coalesce .empty "" .name }}', 'kube-01'],
  ['{{ dig "values" "team" "none" $ }} {{ dig "values" "x" "none" $ }}', 'shop none'],
  ['{{ hasKey .metadata "labels" }}', 'true'],
  ['{{ ternary "a" "b" (eq .name "kube-01") }}', 'a'],
  ['{{ .name | upper | trimPrefix "KUBE-" }}', '01'],
  ['{{ trimSuffix "-01" .name }} {{ trimSuffix "" .name }}', 'kube kube-01'],
  ['{{ hasPrefix "kube" .name }} {{ hasSuffix "02" .name }} {{ contains "e-0" .name }}', 'true false true'],
  ['{{ replace "-" "_" .name }} {{ trunc 4 .name }} {{ trunc -2 .name }}', 'kube_01 kube 01'],
  ['{{ nospace " a b " }}{{ trim " c " }}{{ lower "D" }}', 'abcd'],
  ['{{ splitList "-" .name | last }} {{ first .path.segments }}', '01 dist'],
  ['{{ join "," .path.segments }} {{ list 1 2 | join "-" }}', 'dist,demo,kube-01 1-2'],
  ['{{ has "demo" .path.segments }} {{ empty .empty }}', 'true true'],
  ['{{ quote .name }} {{ squote .name }} {{ toString 7 }}', '"kube-01" \'kube-01\' 7'],
  ['{{ normalize "A_b.C-" }}', 'a-b.c'],
])('%s', (template, expected) => {
  expect(fill(template)).toBe(expected);
});

describe('refuses', () => {
  test.each<[string, string]>([
    ['{{ .nme }}', 'the map has no entry "nme", only count, empty, metadata, name, path, values'],
    ['{{ .metadata.labels.x }}', 'the map has no entry "x", only a/b, mesh'],
    ['{{ .name.first }}', 'asks for .first of a string'],
    ['{{ .name', 'an action does not end with "}}"'],
    ['{{ .name # }}', 'cannot be read at "# }}"'],
    ['{{ }}', 'has an action without a value'],
    ['{{ if .name }}', 'has {{ if }} without {{ end }}'],
    ['{{ end }}', 'has {{ end }} without its beginning'],
    ['{{ if .name }}a{{ else with .name }}b{{ end }}', 'has an {{ else }} with something behind it'],
    ['{{ (.name }}', 'has a "(" without its ")"'],
    ['{{ .name ) }}', 'has ")" where the action should end'],
    ['{{ define "x" }}{{ end }}', '{{ define }} is not evaluated'],
    ['{{ $y }}', '$y is not declared'],
    ['{{ $y = 1 }}', '$y is set before it is declared'],
    ['{{ .name "x" }}', 'gives arguments to something that is no function'],
    [
      '{{ sha256sum .name }}',
      'the function sha256sum is not evaluated; there are and, or, coalesce, contains,',
    ],
    ['{{ lower }}', 'lower takes 1 arguments, and got 0'],
    ['{{ printf "%s" }}', 'printf has fewer values than "%s" asks for'],
    ['{{ printf "a" .name }}', 'printf has more values than "a" asks for'],
    ['{{ printf "%x" 1 }}', 'printf with %x is not evaluated'],
    ['{{ lower .count }}', 'lower takes a text, and got a number'],
    ['{{ index .path.segments 3 }}', 'index 3 is out of a list of 3'],
    ['{{ eq .name 1 }}', 'compares a string with a number'],
    ['{{ lt .name 1 }}', 'compares a string with a number'],
    ['{{ range .empty }}{{ end }}', 'range over a string'],
    ['{{ dig "labels" "mesh" "none" .metadata }}', 'dig takes a map, and got a map of texts'],
    ['{{ get .metadata.labels "mesh" }}', 'get takes a map, and got a map of texts'],
    ['{{ fail "because" }}', 'because'],
  ])('%s', (template, message) => {
    expect(() => fill(template)).toThrow(TemplateError);
    expect(() => fill(template)).toThrow(message);
  });
});

test('without missingkey=error, what is not there is nothing', () => {
  expect(fill('{{ .nme }}', false)).toBe('<no value>');
  expect(() => fill('{{ .nme.x }}', false)).toThrow('asks for .x of nothing');
});
