import { describe, expect, it } from 'vitest'
import { capturesOf } from './lines.ts'

describe('one line against one printed line', () => {
  it.each([
    ['a  b', ' a \t b  ', {}],
    ['a{*}b', 'ab', {}],
    ['a{*}b', 'a any thing b', {}],
    ['a {*} b', 'a b', {}],
    ['a {*} b', 'a   b', {}],
    ['a {*}', 'a', {}],
    ['{*} a', 'a', {}],
    ['a {*} {*} b {*} {*}', 'a b', {}],
    ['... a ...', '... a ...', {}],
    ['{x}', 'word', { x: 'word' }],
    ['{x} {rest:*}', 'a  b   c', { x: 'a', rest: 'b   c' }],
    ['a {rest:*} b', 'a b', { rest: '' }],
    ['{a:int}{b:hex}', '-12ff', { a: '-12', b: 'ff' }],
    ['inet {net:cidr} scope', 'inet 172.17.0.2/16 scope', { net: '172.17.0.2/16' }],
    ['{a:ip}:{port:int}', '172.17.0.2:80', { a: '172.17.0.2', port: '80' }],
    ['[{a:ip}]:{port:int}', '[fe80::1]:80', { a: 'fe80::1', port: '80' }],
    ['{*}:{port:int} {*}', '[::]:80   [::]:*', { port: '80' }],
    ['link/ether {m:mac} brd', 'link/ether 02:42:ac:11:00:02 brd', { m: '02:42:ac:11:00:02' }],
    ['{/[0-9]{2}|x/}{/[/]/}', '12-', undefined],
    ['{/[0-9]{2}|x/}{/\\//}', '12/', {}],
    ['{/a  +b/}', 'a   b', {}],
    ['{/(?i)foo/} foo', 'FOO FOO', undefined],
    ['{/(a)(b)/}{x}', 'abc', { x: 'c' }],
    ['{/^a$/}', 'a', {}],
    ['🐳{x}🐳', '🐳a🐳b🐳', { x: 'a🐳b' }],
    ['a.b', 'axb', undefined],
    ['a', 'a b', undefined],
    ['{x}', 'two words', undefined],
    ['{x:int}', '12a', undefined],
    ['a\u00a0b', 'a b', undefined],
  ])('%j and %j', (printed, line, captures) => {
    expect(capturesOf(printed, line)).toEqual(captures)
  })

  it.each([
    ['{x} {x}', 'a a', { x: 'a' }],
    ['{x} {x}', 'a b', undefined],
    ['{x}-{x}', 'a-b-a-b', { x: 'a-b' }],
    ['{x}{x}', 'abab', { x: 'ab' }],
    ['{x}{x}', 'aba', undefined],
    ['{x:*}|{x:*}', 'a  b|a b', { x: 'a  b' }],
    ['{x:*}{x:*}', 'ab', undefined],
    ['{x:int}{y}{x:int}', '12b12', { x: '12', y: 'b' }],
    ['{x}{y}{x}{y}', 'abab', { x: 'a', y: 'b' }],
    ['{x}{y} {y}{x}', 'abc cab', { x: 'ab', y: 'c' }],
  ])('a new name twice in a line: %j and %j', (printed, line, captures) => {
    expect(capturesOf(printed, line)).toEqual(captures)
  })

  it.each([
    ['name {x}', 'name a.b', { x: 'a.b' }, true],
    ['name {x}', 'name axb', { x: 'a.b' }, false],
    ['{x} b', 'a  a   b', { x: ' a a ' }, true],
    ['a {x} b', 'a b', { x: '' }, true],
    ['{host.name}', 'lab', { 'host.name': 'lab' }, true],
    ['{x:int}', '7', { x: '7' }, true],
    ['{x:int}', 'seven', { x: 'seven' }, false],
    ['{x}', 'two\nlines', { x: 'two\nlines' }, false],
    ['{x} {y}', '{y} b', { x: '{y}' }, true],
  ])('a known name must repeat: %j and %j with %j', (printed, line, values, holds) => {
    expect(capturesOf(printed, line, values) !== undefined).toBe(holds)
  })
})
