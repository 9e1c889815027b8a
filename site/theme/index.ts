/** The site's theme: VitePress's own, without its fonts, and the pages of a course and of a class. */
import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { defineAsyncComponent } from 'vue'
import Layout from './Layout.vue'
import CheckBlock from './lesson/CheckBlock.vue'
import ConsoleBlock from './lesson/ConsoleBlock.vue'
import HintBox from './lesson/HintBox.vue'
import LabFacts from './lesson/LabFacts.vue'
import LabPage from './lesson/LabPage.vue'
import LiveValue from './lesson/LiveValue.vue'
import PictureValue from './lesson/PictureValue.vue'
import QuestionBlock from './lesson/QuestionBlock.vue'
import StepMark from './lesson/StepMark.vue'
import { tuneSearch } from './search.ts'
import './styles/site.css'

const theme: Theme = {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app, siteData }) {
    tuneSearch(siteData.value)
    const components = {
      LabPage,
      LabFacts,
      StepMark,
      ConsoleBlock,
      CheckBlock,
      QuestionBlock,
      HintBox,
      LiveValue,
      PictureValue,
      CoursePage: defineAsyncComponent(() => import('./course/CoursePage.vue')),
      ClassPage: defineAsyncComponent(() => import('./class/ClassPage.vue')),
    }
    for (const [name, component] of Object.entries(components)) app.component(name, component)
  },
}

export default theme
