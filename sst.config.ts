/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app(input) {
    const { default: configuration } = await import('./audit-lake.config.ts')
    const { isProduction } = await import('./stacks/stage.ts')
    return {
      name: 'temporal-audit-lake',
      removal: isProduction(input.stage) ? 'retain-all' : 'remove',
      protect: isProduction(input.stage),
      home: 'aws',
      providers: { aws: { version: '7.20.0', region: configuration.region } },
    }
  },
  async run() {
    const { default: configuration } = await import('./audit-lake.config.ts')
    const stacks = await import('./stacks/index.ts')
    const place = stacks.place()
    const key = stacks.key(configuration, place)
    const stream = stacks.stream(configuration, key)
    const lake = stacks.lake(configuration, place, key)
    const raw = stacks.raw(configuration, { key, stream })
    const seal = stacks.seal(configuration, place, { key, lake })
    const ingest = stacks.ingest(configuration, place, { key, stream, lake, seal })
    const report = stacks.report(configuration, place, { key, lake })
    stacks.alarms(configuration, { stream, raw, ingest, seal, report })
    stacks.parameter({ stream, lake, raw, ingest, seal, report })
    stacks.operator(place, { stream, lake, raw, ingest, seal, report })
    return stacks.outputs(configuration, { stream, lake })
  },
})
