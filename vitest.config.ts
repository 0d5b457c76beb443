import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: { TZ: 'UTC', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    isolate: false, // a worker loads each module once; what a file leaves behind is a bug
    maxWorkers: '100%', // many tests wait for a process or a socket
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
