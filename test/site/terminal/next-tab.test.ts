import { expect, it } from 'vitest'
import { nextTab } from '../../../site/theme/terminal/next-tab.ts'

const TABS = ['host', 'beta', 'web']

it('goes along with the arrows, and round the ends', () => {
  expect(nextTab(TABS, 'host', 'ArrowRight')).toBe('beta')
  expect(nextTab(TABS, 'web', 'ArrowRight')).toBe('host')
  expect(nextTab(TABS, 'host', 'ArrowLeft')).toBe('web')
})

it('goes to the ends with Home and End', () => {
  expect(nextTab(TABS, 'beta', 'Home')).toBe('host')
  expect(nextTab(TABS, 'beta', 'End')).toBe('web')
})

it('goes nowhere with another key, nor where there is no tab', () => {
  expect(nextTab(TABS, 'beta', 'Tab')).toBeUndefined()
  expect(nextTab([], 'beta', 'ArrowLeft')).toBeUndefined()
})
