import type { Page } from 'playwright-core'

/** Text that is hard to read: what it says, and its contrast. */
export interface PoorContrast {
  readonly text: string
  readonly contrast: number
}

/** The texts of a page whose contrast with what is behind them is below that of WCAG 2 AA: 4.5, or 3 for large ones. */
export async function poorContrasts(page: Page): Promise<PoorContrast[]> {
  return await page.evaluate<PoorContrast[]>(`(${String(inPage)})()`)
}

/** Runs in the page. WCAG 2.1, "relative luminance" and "contrast ratio". */
function inPage(): PoorContrast[] {
  const { document, getComputedStyle, NodeFilter } = globalThis as unknown as Window
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number)
  const luminance = (color: string) => {
    const linear = channels(color)
      .slice(0, 3)
      .map(value => value / 255)
      .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!
  }
  const backgroundOf = (element: PageElement | null): string => {
    if (!element) return 'rgb(255, 255, 255)'
    const color = getComputedStyle(element).backgroundColor
    return channels(color)[3] === 0 ? backgroundOf(element.parentElement) : color
  }
  const poor: PoorContrast[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode
    if (textContent.trim() === '' || !parentElement.checkVisibility()) continue
    const style = getComputedStyle(parentElement)
    const [text, behind] = [luminance(style.color), luminance(backgroundOf(parentElement))]
    const contrast = (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05)
    const size = Number.parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (contrast < (isLarge ? 3 : 4.5)) poor.push({ text: textContent.slice(0, 40), contrast })
  }
  return poor
}

/** As much of the DOM as is used here: the tests are compiled without its types. */
interface PageElement {
  readonly parentElement: PageElement
  checkVisibility(): boolean
}

interface Window {
  readonly document: {
    readonly body: PageElement
    createTreeWalker(root: PageElement, show: number): Walker
  }
  readonly NodeFilter: { readonly SHOW_TEXT: number }
  getComputedStyle(element: PageElement): Record<'color' | 'backgroundColor' | 'fontSize' | 'fontWeight', string>
}

interface Walker {
  readonly currentNode: { readonly textContent: string; readonly parentElement: PageElement }
  nextNode(): unknown
}
