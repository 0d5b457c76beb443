import { describe, expect, it } from 'vitest'
import { TextBytes } from '../../packages/core/src/text-bytes.ts'
import { TextMemo } from '../../packages/core/src/text-memo.ts'

describe('TextMemo', () => {
  it('tells texts apart, more of them than it has room for', () => {
    const texts = new TextBytes(0)
    const memo = new TextMemo(texts, text => `${text}!`)
    const spans = Array.from({ length: 3000 }, (_, i) => texts.appendSpan(`198.51.100.${i}`))
    for (let round = 0; round < 2; round++)
      for (const [i, span] of spans.entries()) expect(memo.get(span)).toBe(`198.51.100.${i}!`)
  })

  it('works out what follows from a text once, wherever the text stands', () => {
    const texts = new TextBytes(0)
    let times = 0
    const memo = new TextMemo(texts, () => ++times)
    for (let i = 0; i < 100; i++) expect(memo.get(texts.appendSpan('UpdateNamespace'))).toBe(1)
    expect(memo.get(texts.appendSpan('UpdateNamespaces'))).toBe(2)
  })
})
