import type { Style } from 'pdfmake'

/** As the page has them in print. */
export const COLORS = {
  text: '#1c2330',
  soft: '#566072',
  line: '#d6dbe3',
  wash: '#f4f6f9',
  ordinary: '#4674a8',
  others: '#a9b3c1',
  bad: '#b3261e',
  problem: '#9c1b14',
  review: '#7a4d00',
  fine: '#1d6238',
} as const

export const styles: Readonly<Record<string, Style>> = {
  title: { fontSize: 20, bold: true, margin: [0, 2, 0, 6] },
  heading: { fontSize: 14, bold: true, margin: [0, 12, 0, 6] },
  caption: { fontSize: 10, bold: true, margin: [0, 10, 0, 3] },
  soft: { fontSize: 8, color: COLORS.soft },
  header: { fontSize: 7.5, bold: true, color: COLORS.soft },
  cell: { fontSize: 7.5 },
  sql: { fontSize: 6.5, margin: [0, 3, 0, 3] },
}
