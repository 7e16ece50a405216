import { Progress } from '../../cli/progress';

function progressOn(isTTY: boolean) {
  const clock = { now: 0 };
  const written: string[] = [];
  const progress = new Progress({ isTTY, write: (text: string) => written.push(text) }, () => clock.now);
  return { clock, written, progress };
}

test('a run that takes no longer than two seconds says nothing', () => {
  const { clock, written, progress } = progressOn(true);
  const report = progress.reporter('files read')!;
  report(1, 10);
  clock.now = 1999;
  report(9, 10);
  progress.end();
  expect(written).toEqual([]);
});

test('a longer one says how far it is, now and then, and takes it away', () => {
  const { clock, written, progress } = progressOn(true);
  const report = progress.reporter('files read')!;
  for (clock.now = 1900; clock.now <= 2400; clock.now += 50) report(clock.now, 5000);
  progress.end();
  expect(written).toEqual([
    '\r\u001b[K2000 of 5000 files read',
    '\r\u001b[K2200 of 5000 files read',
    '\r\u001b[K2400 of 5000 files read',
    '\r\u001b[K',
  ]);
});

test('nothing is written where standard error is no terminal', () => {
  const { progress } = progressOn(false);
  expect(progress.reporter('files read')).toBeUndefined();
});
