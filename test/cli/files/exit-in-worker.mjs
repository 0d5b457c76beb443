// Loaded before the program (`node --import`): ends each of its worker threads that takes blocks, after a second.
import { isMainThread, workerData } from 'node:worker_threads'

if (!isMainThread && workerData?.folder !== undefined) setTimeout(() => process.exit(7), 1000)
