import { describe, expect, it } from 'vitest'
import { lint } from '../../runner/lab/lint.ts'
import { block, labOf, lesson } from './lesson.ts'

const HINT = '\n\n::: hint\nTry.\n:::'

/** The rules that a lesson breaks, and where. */
const found = (source: string) =>
  lint(labOf(source), source).map(({ rule, position }) => `${rule} ${position.line}:${position.column}`)
const inConsole = (...lines: string[]) => found(lesson(block('console', ...lines)))
const mends = (source: string) => lint(labOf(source), source).map(({ mend }) => mend)

describe('lint', () => {
  it('finds nothing in a good lesson', () => {
    const source = lesson(
      [
        block(
          'console',
          'host$ docker run -d --name web --net=host busybox httpd',
          '{id:hex}',
          'host$ docker logs {id}',
        ),
        block('console', "host$ awk '{print}' /etc/hosts | grep {host.ip}", '{host.ip} {host.name}'),
        block('check it runs', 'host$ docker inspect -f {{.State.Running}} web', 'true'),
        block('question What is its name?', 'host$ hostname', '{answer}'),
      ].join('\n\n') + HINT,
    )
    expect(lint(labOf(source), source)).toEqual([])
  })

  it('tells file, line and text', () => {
    const source = lesson(block('console', '$ x', 'a {/b'))
    expect(lint(labOf(source, 'labs/demo/index.md'), source)).toMatchObject([
      { file: 'labs/demo/index.md', text: 'a {/b', severity: 'error', position: { line: 11, column: 3 } },
    ])
  })
})

describe('expectation-syntax', () => {
  it('is an expectation that does not compile', () => {
    expect(inConsole('$ x', '{id:hxe}', '$ y', '  {/(/}')).toEqual([
      'expectation-syntax 11:1',
      'expectation-syntax 13:3',
    ])
  })
})

describe('unknown-name', () => {
  it('is a fact that the machine does not offer', () => {
    const source = lesson(block('console', '$ ping {host.nmae}', '{host.what} {kernel.version}'))
    expect(found(source)).toEqual(['unknown-name 10:8', 'unknown-name 11:1'])
    expect(mends(source)).toEqual(['Did you mean `{host.name}`?', expect.stringContaining('host.ip')])
  })

  it('is a fact of the second machine where there is none', () => {
    const source = lesson(block('console', '$ ping {beta.ip}'))
    expect(mends(source)).toEqual(['Add `two-machines` to `requires:` in the frontmatter.'])
    expect(found(source.replace('[docker]', '[docker, two-machines]'))).toEqual([])
  })

  it('is a name used before it is captured', () => {
    const lines = ['$ docker stop {id}', '$ docker run -d busybox', '{id:hex}', '$ docker stop {id}']
    expect(inConsole(...lines)).toEqual(['unknown-name 10:15'])
  })

  it('is one slip away from a known one', () => {
    const source = lesson(block('console', '$ x', '{port:int}', '$ y \\', '>  {prot}'))
    expect(found(source)).toEqual(['unknown-name 13:4'])
    expect(mends(source)).toEqual(['Did you mean `{port}`?'])
  })

  it('is none of awk, the shell and Go', () => {
    expect(inConsole("$ awk '{print} {n++}' f", `$ echo \${HOME} {a,b} {{.Name}} {x.y}`)).toEqual([])
  })

  it('is no name of `vary`', () => {
    const source = lesson(block('console', '$ serve {port}')).replace(
      'minutes: 5',
      'minutes: 5\nvary: {port: 1..2}',
    )
    expect(found(source)).toEqual([])
  })

  it('knows the facts that it is given', () => {
    const source = lesson(block('console', '$ echo {host.os} {host.name}'))
    expect(lint(labOf(source), source, ['host.os']).map(({ message }) => message)).toEqual([
      'The machine offers no `{host.name}`.',
    ])
  })
})

describe('question-answer', () => {
  it('is a question without answer, or with two', () => {
    const none = block('question q', '$ x', '{word}')
    const two = block('question q', '$ x', '{answer}', '$ y', '{answer}')
    expect(found(lesson(`${none}\n\n${two}${HINT}`))).toEqual(['question-answer 9:1', 'question-answer 17:1'])
  })
})

describe('check-on-capture', () => {
  it('is a check that stands on what a console captured', () => {
    const source = lesson(
      [
        block('console', '$ x', '{id:hex}'),
        block('check c', '$ y', '{own}', '$ z {own}'),
        block('check d', '$ docker ps {id}'),
        block('check e', '$ y', '{id:hex}'),
      ].join('\n\n') + HINT,
    )
    expect(found(source)).toEqual(['check-on-capture 21:13', 'check-on-capture 26:1'])
  })

  it('is not a check that stands on a value of `vary`', () => {
    const blocks = [block('console', '$ x {port}', '{port}'), block('check c', '$ y {port}')].join('\n\n')
    expect(found(lesson(blocks + HINT).replace('---', '---\nvary: {port: 8000..8999}'))).toEqual([])
  })
})

describe('docker-required', () => {
  const without = (line: string) => found(lesson(block('console', line)).replace('requires: [docker]\n', ''))

  it.each([
    '$ docker ps',
    '$ sudo docker ps',
    '$ a && docker ps',
    '$ x=$(docker ps -q)',
    '$ a | xargs docker rm',
  ])('is `%s`', (line) => {
    expect(without(line)).toEqual(['docker-required 9:1'])
  })

  it.each(['$ ps -C docker', '$ cat docker.log', '$ ls /var/lib/docker', '$ ip link show docker0'])(
    'is not `%s`',
    (line) => {
      expect(without(line)).toEqual([])
    },
  )
})

describe('container-listed', () => {
  it('is a container image that is not loaded, once', () => {
    const lines = [
      '$ docker run -ti -p 80:80 nginx',
      '$ docker run --rm nginx ls | wc',
      '$ docker create busybox:latest',
      '$ docker run $image',
    ]
    expect(inConsole(...lines)).toEqual(['container-listed 10:1'])
  })

  it.each(['docker build -t mine .', 'docker tag busybox mine:latest', 'docker commit made mine'])(
    'is not one that `%s` made',
    (line) => {
      expect(inConsole(`$ ${line}`, '$ docker run mine')).toEqual([])
    },
  )
})

describe('docker-name', () => {
  it.each([
    'docker run -d --name a busybox',
    'docker run --name=a busybox',
    'docker network create -d bridge a',
    'sudo docker create --name a busybox',
  ])('is `%s`', (line) => {
    expect(inConsole(`$ ${line}`)).toEqual(['docker-name 10:1'])
  })

  it.each([
    'docker run -d --name ab busybox',
    'docker network create ab',
    'docker network connect a b',
    'docker run -h a busybox',
  ])('is not `%s`', (line) => {
    expect(inConsole(`$ ${line}`)).toEqual([])
  })
})

describe('link-name', () => {
  it.each(['a', 'b', 'br', 'd', 'h', 'l', 'm', 't', 'mtu'])('is `ip link add %s`', (name) => {
    expect(inConsole(`$ ip link add ${name} type veth peer name x`)).toEqual(['link-name 10:1'])
  })

  it.each(['A', 'br0', 'c', 'veth0', 'x', 'name a', 'link eth0 mac0'])('is not `ip link add %s`', (name) => {
    expect(inConsole(`$ sudo ip -n blue link add ${name} type veth`)).toEqual([])
  })
})

describe('second-machine', () => {
  it('is a terminal of a machine that is not required', () => {
    const source = lesson(block('console', 'beta-2$ ls', 'beta$ ls'))
    expect(found(source)).toEqual(['second-machine 10:1'])
    expect(found(source.replace('[docker]', '[two-machines]'))).toEqual([])
  })
})

describe('bare-hash', () => {
  it('is a comment that is printed among other prompts', () => {
    expect(inConsole('host$ cat /etc/resolv.conf', '# Generated by Docker', 'nameserver {*}')).toEqual([
      'bare-hash 11:1',
    ])
  })

  it('is not a prompt that the whole block has', () => {
    expect(inConsole('# ls', '# ps')).toEqual([])
  })
})

describe('empty-step', () => {
  it('is a step with nothing to do', () => {
    expect(found(lesson(`prose\n\n${block('setup', '$ x')}`))).toEqual(['empty-step 8:1'])
  })
})

describe('missing-hint', () => {
  it('is a check without any help', () => {
    const check = block('check c', '$ x')
    expect(found(lesson(check))).toEqual(['missing-hint 9:1'])
    expect(found(lesson(check + HINT))).toEqual([])
  })
})

describe('own-shell', () => {
  it('is a command that ends the shell of its terminal, or may', () => {
    const mine = ['$ exit', '$ set -e', '$ exec sleep 1']
    expect(inConsole(...mine)).toEqual(['own-shell 10:1', 'own-shell 11:1', 'own-shell 12:1'])
  })

  it('is none that ends a shell inside, or does something else', () => {
    expect(
      inConsole('host$ docker run -ti busybox sh', 'box# exit', 'host$ exec 3> file', 'host$ set -u'),
    ).not.toEqual(expect.arrayContaining([expect.stringContaining('own-shell')]))
  })
})

describe('fence-language', () => {
  it('is a block with a prompt that nothing runs', () => {
    const source = lesson(
      block('console', '$ true') + '\n\n```sh\n$ echo hi\n```\n\n```sh\necho no prompt\n```',
    )
    expect(found(source)).toEqual(['fence-language 13:1'])
  })
})

describe('question-answer, mistyped', () => {
  it('says what was meant', () => {
    expect(mends(lesson(block('question How many?', '$ echo 1', '{answr:int}') + HINT))).toEqual([
      'Did you mean `{answer}`, where `{answr}` stands?',
    ])
  })
})
