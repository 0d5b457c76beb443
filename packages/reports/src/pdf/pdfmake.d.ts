// What reports use of pdfmake: it has no types of its own, and those that others wrote want the DOM's.

declare module 'pdfmake' {
  /** Left, top, right, bottom, in points. */
  type Margin = [number, number, number, number]

  export interface Style {
    readonly style?: string
    readonly font?: string
    readonly fontSize?: number
    readonly lineHeight?: number
    readonly bold?: boolean
    readonly color?: string
    readonly fillColor?: string
    readonly alignment?: 'left' | 'right'
    readonly margin?: Margin
  }

  interface Placed extends Style {
    readonly width?: number | string
    readonly pageBreak?: 'before'
    readonly pageOrientation?: 'portrait' | 'landscape'
    readonly unbreakable?: boolean
    readonly headlineLevel?: number
    readonly preserveLeadingSpaces?: boolean
    readonly wordBreak?: 'break-all'
  }

  export type Shape =
    | { type: 'rect'; x: number; y: number; w: number; h: number; color: string }
    | { type: 'line'; x1: number; y1: number; x2: number; y2: number; lineColor: string }

  export interface Layout {
    hLineWidth(line: number): number
    vLineWidth(): number
    hLineColor(): string
    paddingLeft(): number
    paddingRight(): number
  }

  export interface Table {
    readonly headerRows?: number
    readonly dontBreakRows?: boolean
    readonly widths: readonly (number | string)[]
    readonly body: readonly (readonly Content[])[]
  }

  type Node =
    | { readonly text: string | readonly Content[] }
    | { readonly columns: readonly Content[] }
    | { readonly stack: readonly Content[] }
    | { readonly ul: readonly Content[] }
    | { readonly canvas: readonly Shape[] }
    | { readonly table: Table; readonly layout: Layout | 'noBorders' }

  export type Content = string | (Node & Placed)

  /** What is known of what was laid out: its pages. */
  interface Laid {
    readonly headlineLevel?: number
    readonly startPosition: { readonly verticalRatio: number }
  }

  export interface Document {
    readonly info: { readonly title: string; readonly creator?: string; readonly creationDate: Date }
    readonly displayTitle: true
    readonly pageSize: 'A4'
    readonly pageMargins: Margin
    readonly defaultStyle: Style
    readonly styles: Readonly<Record<string, Style>>
    readonly footer: (page: number, pages: number) => Content
    readonly pageBreakBefore: (node: Laid) => boolean
    readonly content: readonly Content[]
  }

  interface PdfMake {
    readonly virtualfs: { writeFileSync(name: string, content: Uint8Array): void }
    setFonts(fonts: object): void
    setUrlAccessPolicy(isAllowed: (url: string) => boolean): void
    setLocalAccessPolicy(isAllowed: (path: string) => boolean): void
    createPdf(document: Document): { getBuffer(): Promise<Uint8Array> }
  }

  const pdfmake: PdfMake
  export default pdfmake
}

declare module 'pdfmake/build/fonts/Roboto.js' {
  const roboto: {
    readonly vfs: Readonly<Record<string, { readonly data: string; readonly encoding: 'base64' }>>
    readonly fonts: object
  }
  export default roboto
}
