/** The plot itself: uPlot, in the page's colours, as wide as its element. */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { ProgressLines } from './progress-lines.ts'

/** Pixels within which a line counts as pointed at. */
const NEAR = 24
const HEIGHT = 240

export class Plot implements Disposable {
  readonly #element: HTMLElement
  readonly #language: string
  readonly #pointed: (name: string) => void
  readonly #observer: ResizeObserver
  #plot: uPlot | undefined
  /** What the plot was made for: other lines need another one. */
  #made = ''

  /** @param pointed told whose line is pointed at; '' for nobody's */
  constructor(element: HTMLElement, language: string, pointed: (name: string) => void) {
    this.#element = element
    this.#language = language
    this.#pointed = pointed
    this.#observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) this.#plot?.setSize({ width: element.clientWidth, height: HEIGHT })
    })
    this.#observer.observe(element)
  }

  /** @param most steps of the lab */
  draw({ times, lines, median }: ProgressLines, most: number): void {
    const data: uPlot.AlignedData = [times, ...lines.map(({ steps }) => steps), median]
    const made = JSON.stringify([most, lines.map(({ id, name }) => [id, name])])
    if (made === this.#made) this.#plot?.setData(data)
    else {
      this.#made = made
      this.#plot?.destroy()
      this.#plot = new uPlot(this.#options(lines, most), data, this.#element)
    }
  }

  [Symbol.dispose](): void {
    this.#observer.disconnect()
    this.#plot?.destroy()
  }

  #options(lines: ProgressLines['lines'], most: number): uPlot.Options {
    const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name)
    const axis = {
      stroke: colour('--vp-c-text-2'),
      grid: { stroke: colour('--vp-c-divider'), width: 1 },
      ticks: { show: false },
      font: `12px ${colour('--vp-font-family-base')}`,
    }
    const thin = colour('--vp-c-text-3')
    const minutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 720, 1440]
    const paths = uPlot.paths.stepped!({ align: 1 })
    const clock = new Intl.DateTimeFormat(this.#language, { hour: '2-digit', minute: '2-digit' })
    return {
      width: this.#element.clientWidth,
      height: HEIGHT,
      padding: [8, 30, 0, 0],
      legend: { show: false },
      cursor: { y: false, focus: { prox: NEAR }, drag: { x: false, y: false }, points: { show: false } },
      focus: { alpha: 0.25 },
      scales: { x: { time: true }, y: { range: [0, most] } },
      axes: [
        {
          ...axis,
          values: (_, splits) => splits.map((at) => clock.format(at * 1000)),
          space: 70,
          incrs: minutes.map((count) => count * 60),
        },
        { ...axis, size: 32, incrs: [1, 2, 5, 10] },
      ],
      series: [
        {},
        ...lines.map(({ name }) => ({ label: name, stroke: thin, width: 1, paths, points: { show: false } })),
        { stroke: colour('--vp-c-brand-1'), width: 3, paths, points: { show: false } },
      ],
      hooks: {
        setSeries: [(_, index) => this.#pointed(index === null ? '' : (lines[index - 1]?.name ?? ''))],
      },
    }
  }
}
