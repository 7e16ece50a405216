/** How Go orders strings: by their bytes, not by UTF-16. */
export function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** Digits count as numbers and come before letters. Source: keyList.Less of go.yaml.in/yaml/v2. */
export function compareKeys(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] === b[i]) continue;
    const [aLetter, bLetter] = [/\p{L}/u.test(a[i]!), /\p{L}/u.test(b[i]!)];
    if (aLetter && bLetter) return a[i]!.codePointAt(0)! - b[i]!.codePointAt(0)!;
    if (aLetter || bLetter) return bLetter ? -1 : 1;
    return compareDigits(a, b, i);
  }
  return a.length - b.length;
}

function compareDigits(a: readonly string[], b: readonly string[], start: number): number {
  let leading = 0n;
  if (a[start] === '0' || b[start] === '0') {
    for (let j = start - 1; j >= 0 && /\p{Nd}/u.test(a[j]!); j--) {
      if (a[j] !== '0') {
        leading = 1n;
        break;
      }
    }
  }
  const [aNumber, aEnd] = readNumber(a, start, leading);
  const [bNumber, bEnd] = readNumber(b, start, leading);
  if (aNumber !== bNumber) return aNumber < bNumber ? -1 : 1;
  if (aEnd !== bEnd) return aEnd - bEnd;
  return a[start]!.codePointAt(0)! - b[start]!.codePointAt(0)!;
}

function readNumber(text: readonly string[], start: number, leading: bigint): [bigint, number] {
  let [value, end] = [leading, start];
  for (; end < text.length && /[0-9]/.test(text[end]!); end++) value = value * 10n + BigInt(text[end]!);
  return [value, end];
}
