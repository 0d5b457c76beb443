#!/usr/bin/env node
// The program is TypeScript: tsx lets Node 20 run it; newer versions could do without.
import { register } from 'tsx/esm/api'

register()
await import('../src/bin.ts')
