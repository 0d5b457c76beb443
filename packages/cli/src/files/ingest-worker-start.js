// What a worker thread starts with: Node 20 cannot run TypeScript by itself.
import { register } from 'tsx/esm/api'

register()
await import('./ingest-worker.ts')
