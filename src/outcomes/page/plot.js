/** The plot of cases per day: bars that stand on one another, one for each series. */
import uPlot from '../plot/uPlot.esm.js';

const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = '/console/files/plot/uPlot.min.css';
document.head.append(sheet);

const HEIGHT = 220;
const DAY_S = 86_400;
let plot = null;
let watching = null;

/**
 * Draws the plot anew into an element: a colour's number for each series. `hovered` is told the index of the day below the
 * pointer, null for none.
 */
export function drawPlot(at, { days, series, colours }, hovered) {
  endPlot();
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const times = days.map((day) => Date.parse(day) / 1000);
  // The last series of a stack is the whole, so it is drawn first and the others over it.
  const sums = [];
  for (const { counts } of series) sums.push(counts.map((n, i) => n + (sums.at(-1)?.[i] ?? 0)));
  const order = series.map((_, i) => i).reverse();
  const bars = uPlot.paths.bars({ size: [0.8, 40], radius: 0 });
  const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  plot = new uPlot(
    {
      width: at.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: { range: [times[0] - DAY_S / 2, times.at(-1) + DAY_S / 2] },
        y: { range: (_, __, most) => [0, Math.max(4, most * 1.05)] },
      },
      axes: [
        { ...axis, size: 28, grid: { show: false }, values: (_, at) => at.map(dayText) },
        { ...axis, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] },
      ],
      series: [
        {},
        ...order.map((i) => ({
          fill: colour(`--series-${colours[i]}`),
          paths: bars,
          points: { show: false },
          width: 0,
        })),
      ],
      hooks: { setCursor: [({ cursor }) => hovered(cursor.idx ?? null)] },
    },
    [times, ...order.map((i) => sums[i])],
    at,
  );
  at.addEventListener('mouseleave', () => hovered(null));
  watching = new ResizeObserver(() => {
    if (plot && at.clientWidth > 0 && at.clientWidth !== plot.width)
      plot.setSize({ width: at.clientWidth, height: HEIGHT });
  });
  watching.observe(at);
}

/** Takes the plot away. */
export function endPlot() {
  watching?.disconnect();
  plot?.destroy();
  watching = plot = null;
}

function dayText(seconds) {
  return new Date(seconds * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
