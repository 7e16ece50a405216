/** What a field of a schedule ranges over, and the words that stand for numbers in it. */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const RANGES: readonly Range[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, words: MONTHS },
  { least: 0, most: 6, words: DAYS },
];

/** Whether a text is a schedule as CronJobs read it. Source: the parser of github.com/robfig/cron. */
export function isSchedule(schedule: string): boolean {
  if (schedule.startsWith('@')) return isMacro(schedule);
  const fields = schedule.trim().split(/\s+/);
  return (
    fields.length === 5 &&
    fields.every((field, index) => field.split(',').every((part) => isPart(part, RANGES[index]!)))
  );
}

function isMacro(schedule: string): boolean {
  return /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$/.test(
    schedule,
  );
}

function isPart(part: string, range: Range): boolean {
  const [span = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (span === '*' || span === '?') return true;
  const [first, last = step === undefined ? undefined : range.most, ...others] = span
    .split('-')
    .map((one) => numberOf(one, range));
  if (first === undefined || others.length > 0 || (span.includes('-') && last === undefined)) return false;
  return (
    first >= range.least &&
    first <= range.most &&
    (last === undefined || (last >= first && last <= range.most))
  );
}

function numberOf(text: string, { least, words = [] }: Range): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return word + least;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
