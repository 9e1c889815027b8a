import { type DockerCall, readDockerCall } from '../docker-call.ts'
import { shellWords } from '../shell-words.ts'
import { commandsOf, type Rule } from './rule.ts'

/** A machine has no registry: a container image that is neither loaded before the lab nor made in it can't be run. */
export const containerListed: Rule = {
  name: 'container-listed',
  severity: 'warning',
  *find(lab) {
    const listed = new Set(lab.containers.map(withoutLatest))
    for (const { text, position } of commandsOf(lab)) {
      for (const words of shellWords(text).commands) {
        const call = readDockerCall(words)
        for (const name of call ? madeBy(call) : []) listed.add(withoutLatest(name))
        const image = call && ['run', 'create'].includes(call.verb) ? call.args.operands[0] : undefined
        if (image === undefined || /[${]/.test(image) || listed.has(withoutLatest(image))) continue
        listed.add(withoutLatest(image))
        yield {
          position,
          message: `The container image \`${image}\` is not loaded before the lab.`,
          mend: `Add \`${image}\` to \`containers:\` in the frontmatter.`,
        }
      }
    }
  },
}

/** The container images that a call makes. */
const madeBy = ({ verb, args }: DockerCall): string[] => {
  const { options, operands } = args
  if (verb === 'build' || verb === 'image build') {
    return [options.get('t'), options.get('tag')].filter((name) => typeof name === 'string')
  }
  return ['tag', 'image tag', 'commit', 'import', 'image import'].includes(verb) ? operands.slice(1, 2) : []
}

/** `busybox` and `busybox:latest` are the same container image. */
const withoutLatest = (image: string): string => image.replace(/:latest$/, '')
