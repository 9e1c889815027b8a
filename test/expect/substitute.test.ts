import { describe, expect, it } from 'vitest'
import { substitute } from '../../runner/expect/substitute.ts'
import { variables } from './lines.ts'

const known = variables({ id: '3f2a', 'host.name': 'lab', port: '8080', empty: '', loop: '{id}' })

describe('known values in commands and prose', () => {
  it.each([
    ['docker rm {id}', 'docker rm 3f2a'],
    ['{host.name}:{port}{empty}', 'lab:8080'],
    ['ping {host.name}\nping {host.name}', 'ping lab\nping lab'],
    ['echo {loop}', 'echo {id}'],
    [`\${id} \${id:-{id}}`, `\${id} \${id:-{id}}`],
    ["docker ps --format '{{id}} {{.ID}}'", "docker ps --format '{{id}} {{.ID}}'"],
    ['touch {id,port}', 'touch {id,port}'],
    ["awk '{print $1}' {nobody} {id:hex} {host.nobody}", "awk '{print $1}' {nobody} {id:hex} {host.nobody}"],
    ['{ {id} }', '{ 3f2a }'],
    ['{x{id}', '{x3f2a'],
    ['{', '{'],
  ])('%j becomes %j', (text, result) => {
    expect(substitute(text, known)).toBe(result)
  })

  it.each(['{', '${', '{{', '{id'])('takes no longer for many of %s', (piece) => {
    const started = performance.now()
    substitute(piece.repeat(300_000), known)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
