import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Slow tests are those that make machines, and on two cores they run one after the other: many look at the whole computer. Long
 * ones that don't, and mostly wait for a browser or for a VM's one processor, run two at a time. `npm test` leaves out only
 * what `npm run test:all` has.
 */
const PAIRS = [
  'test/site/**/*.slow.test.ts',
  'test/vitest/{junit,labs}.slow.test.ts',
  'test/docs/*.slow.test.ts',
  'test/machine/rootless/*.slow.test.ts',
  'test/machine/vm/{escape,labs,life}.slow.test.ts',
  'test/machine/browser/*.slow.test.ts',
]

/** Begun first: while the last of two that run in pairs goes on, there is nothing beside it. */
const LONGEST = ['rootless/ordinary-user', 'vm/labs', 'e2e/browser-machine'].map(
  (name) => `${name}.slow.test.ts`,
)

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      LONGEST.some((name) => moduleId.endsWith(name))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/** What is waited for comes sooner or later also on a busy computer; where it never does, there is something to be mended. */
const PATIENT = { expect: { poll: { timeout: 20_000 } } }

const SLOW = { ...PATIENT, testTimeout: 5 * 60_000, hookTimeout: 10 * 60_000 }

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.slow.test.ts'],
          ...PATIENT,
          testTimeout: 70_000,
          // Vitest would take one less than there are cores; on two, more than that: each waits for programs that it starts.
          maxWorkers: Math.max(3, availableParallelism() - 1),
        },
      },
      {
        test: {
          name: 'slow-pairs',
          include: PAIRS,
          ...SLOW,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'slow',
          include: ['test/**/*.slow.test.ts'],
          exclude: PAIRS,
          ...SLOW,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
