/** What strangers saw their autoscalers do, against what is predicted over the phases of the clocks: `npx tsx bench/strangers.ts`. */
import { compareStranger } from './strangers/compare';
import { strangersRecordings } from './strangers/recordings';

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`.padStart(5);

function main(): void {
  const figures = strangersRecordings().map(compareStranger);
  for (const each of figures) {
    console.log(each.name);
    console.log(`  recorded              ${each.recorded}`);
    console.log(`  likeliest      ${percent(each.share)}  ${each.likeliest}`);
    console.log(`  by first step  ${percent(each.givenShare)}  ${each.given}`);
    console.log(
      `  within one     ${percent(each.withinOne)}, the recorded steps in ${percent(each.exactShare)} of the phases`,
    );
  }
  const count = (is: (each: (typeof figures)[number]) => boolean) => figures.filter(is).length;
  console.log(
    `${count(({ likeliest, recorded }) => likeliest === recorded)} of ${figures.length} are the likeliest prediction,` +
      ` ${count(({ given, recorded }) => given === recorded)} the likeliest with their first step,` +
      ` ${count(({ exactShare }) => exactShare > 0)} are predicted by some phase`,
  );
}

main();
