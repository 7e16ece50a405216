import type { Arrow, PartBox, Picture } from './picture';

const fills: Readonly<Record<PartBox['kind'], string>> = {
  control: '#d7e8fb',
  gateway: '#fde8c8',
  application: '#dff3df',
  machine: '#ece3f7',
  delivery: '#f8dcdc',
};

/** A picture in Graphviz' language. The same picture is the same text. */
export function toDot({ title, networks, arrows }: Picture): string {
  return [
    `digraph ${quoted(title)} {`,
    '  graph [compound=true, rankdir=LR, fontname="Helvetica", fontsize=13, nodesep=0.25, ranksep=0.9, pad=0.2];',
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.25,0.08", color="#7a7a7a"];',
    '  edge [fontname="Helvetica", fontsize=10, color="#555555"];',
    ...networks.flatMap(({ name, note, places }, index) => {
      const inner = places.flatMap((place, position) => [
        `    subgraph "cluster_${index}_${position}" {`,
        `      label=${quoted(`${place.name}\n${place.note}`)}; style="rounded,filled"; fillcolor="#ffffff"; color="#9a9a9a";`,
        ...place.parts.map(
          ({ id, label, kind }) =>
            `      ${quoted(id)} [label=${quoted(label)}, fillcolor="${fills[kind]}"];`,
        ),
        ...(place.parts.length === 0
          ? [`      ${quoted(`${place.name}/`)} [label="", shape=point, style=invis];`]
          : []),
        '    }',
      ]);
      if (name === '') return inner;
      const label = note === undefined ? name : `${name} (${note})`;
      return [
        `  subgraph "cluster_${index}" {`,
        `    label=${quoted(label)}; style="rounded,filled"; fillcolor="#f4f4f4"; color="#c4c4c4";`,
        ...inner,
        '  }',
      ];
    }),
    ...arrows.map(arrow),
    '}',
    '',
  ].join('\n');
}

function arrow({ from, to, label, style, both = false }: Arrow): string {
  const attributes = [
    `label=${quoted(label)}`,
    ...(style === 'control' ? ['style=dashed'] : ['penwidth=1.6']),
    ...(both ? ['dir=both'] : []),
  ];
  return `  ${quoted(from)} -> ${quoted(to)} [${attributes.join(', ')}];`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
