import type { ReportModel } from '@temporal-audit-lake/queries'
import pdfmake from 'pdfmake'
import roboto from 'pdfmake/build/fonts/Roboto.js'
import { pdfDocument } from './document.ts'

/** The library may fetch nothing and read no file, whatever a record says. */
const REFUSE = () => false

for (const [name, { data, encoding }] of Object.entries(roboto.vfs)) {
  pdfmake.virtualfs.writeFileSync(name, Buffer.from(data, encoding))
}
pdfmake.setFonts(roboto.fonts)
pdfmake.setUrlAccessPolicy(REFUSE)
pdfmake.setLocalAccessPolicy(REFUSE)

/** A report as PDF, for paper and for files: what the page shows, the appendix included. The same model gives the same bytes. */
export async function renderPdf(model: ReportModel): Promise<Uint8Array> {
  const buffer = await pdfmake.createPdf(pdfDocument(model)).getBuffer()
  return new Uint8Array(buffer)
}
