import { toDot } from './dot';
import type { Picture } from './picture';

/** Draws a picture as SVG, laid out by Graphviz. The same picture is the same bytes, on any machine. */
export async function toSvg(picture: Picture): Promise<string> {
  // Loaded when it is needed: it is a whole Graphviz, and the package is a module of the other kind.
  const { instance } = await import('@viz-js/viz');
  const graphviz = await instance();
  return graphviz.renderString(toDot(picture), { format: 'svg', engine: 'dot' });
}
