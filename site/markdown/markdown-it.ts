/** What is used of markdown-it, whose own types do not come with VitePress. */
import type { PageEnv } from './lesson.ts'

export interface Token {
  type: string
  tag: string
  nesting: number
  info: string
  content: string
  block: boolean
  map: [number, number] | null
  // biome-ignore lint/suspicious/noExplicitAny: each plugin keeps its own there
  meta: any
  children: Token[] | null
  attrGet(name: string): string | null
  attrSet(name: string, value: string): void
}

export interface StateCore {
  /** Only a line is rendered, such as a title. */
  inlineMode: boolean
  tokens: Token[]
  env: PageEnv
  Token: new (type: string, tag: string, nesting: number) => Token
}

export interface StateBlock {
  src: string
  env: PageEnv
  line: number
  lineMax: number
  parentType: string
  bMarks: number[]
  eMarks: number[]
  tShift: number[]
  sCount: number[]
  blkIndent: number
  md: { block: { tokenize(state: StateBlock, from: number, to: number): void } }
  push(type: string, tag: string, nesting: number): Token
}

export type RenderRule = (
  tokens: Token[],
  at: number,
  options: unknown,
  env: PageEnv,
  self: unknown,
) => string

export interface Markdown {
  core: {
    ruler: {
      push(name: string, rule: (state: StateCore) => void): void
      after(other: string, name: string, rule: (state: StateCore) => void): void
    }
  }
  block: {
    ruler: {
      before(
        other: string,
        name: string,
        rule: (state: StateBlock, from: number, to: number, silent: boolean) => boolean,
        options: { alt: string[] },
      ): void
    }
  }
  renderer: { rules: Record<string, RenderRule | undefined> }
  renderInline(text: string, env: PageEnv): string
  render(text: string, env: PageEnv): string
}
