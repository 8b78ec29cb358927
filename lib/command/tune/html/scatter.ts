import { htmlText } from '../../../encode';
import { latencyMeasure, type Setting, type Tuning } from '../../../simulation';
import { grouped } from '../../text';
import { latency } from '../../predict/amounts';
import { fieldsOf } from '../words';

const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = { left: 64, right: 16, top: 16, bottom: 44 };

/** What a plot has on its vertical axis. */
interface Axis {
  readonly title: string;
  readonly of: (setting: Setting) => number;
  readonly show: (value: number) => string;
}

/** Plots of what settings cost against what they lose and how long requests take. */
export function scatters(tuning: Tuning): string {
  const measure = latencyMeasure(tuning.demands);
  const axes: readonly Axis[] = [
    { title: 'Requests lost', of: ({ score }) => score.lost, show: (value) => grouped(value, value < 10 ? 1 : 0) },
    { title: `Latency, ${measure}`, of: ({ score }) => score[measure], show: (value) => latency(value) },
  ];
  return `<div class="plots">\n${axes.map((axis) => scatter(tuning, axis)).join('\n')}\n</div>`;
}

function scatter({ now, recommended, front, isKept }: Tuning, { title, of, show }: Axis): string {
  const also = front.filter(({ score }) => score !== recommended.score && score !== now.score);
  const all = [now, recommended, ...also];
  const most = {
    x: Math.max(1e-9, ...all.map(({ score }) => score.cost)) * 1.1,
    y: Math.max(1e-9, ...all.map(of)) * 1.1,
  };
  const x = (value: number): number => MARGIN.left + (value / most.x) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number): number =>
    HEIGHT - MARGIN.bottom - (value / most.y) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const dot = (setting: Setting, colour: string, radius: number, label: string): string => {
    const place = `cx="${x(setting.score.cost).toFixed(1)}" cy="${y(of(setting)).toFixed(1)}" r="${radius}"`;
    const tip = `${label}: ${grouped(setting.score.cost, 2)} pod hours, ${show(of(setting))}; ${fieldsOf(setting)}`;
    return `<circle ${place} fill="var(--${colour})"><title>${htmlText(tip)}</title></circle>`;
  };
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const [atX, atY] = [most.x * share, most.y * share];
    return [
      `<text x="${x(atX).toFixed(1)}" y="${HEIGHT - 24}" text-anchor="middle">${htmlText(grouped(atX, 1))}</text>`,
      `<text x="${MARGIN.left - 8}" y="${(y(atY) + 4).toFixed(1)}" text-anchor="end">${htmlText(show(atY))}</text>`,
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(atY).toFixed(1)}" y2="${y(atY).toFixed(1)}" stroke="var(--line)"/>`,
    ];
  });
  const caption = `${title} against pod hours: orange is now${isKept ? ', and stays' : ', blue is recommended'}, grey are the other settings of which none is worse in all.`;
  return `<figure><figcaption><h3>${htmlText(title)}</h3><p>${htmlText(caption)}</p></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${htmlText(caption)}" font-size="12" fill="var(--quiet)">
${ticks.join('\n')}
<text x="${WIDTH / 2}" y="${HEIGHT - 6}" text-anchor="middle">pod hours</text>
${also.map((each) => dot(each, 'grey', 5, 'also')).join('\n')}
${dot(now, 'orange', 7, 'now')}
${isKept ? '' : dot(recommended, 'blue', 7, 'recommended')}
</svg></figure>`;
}
