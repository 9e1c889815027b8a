/** What tsc has to know of files that Vite reads; vue-tsc (site/types.js) reads the components themselves. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
declare module '*.css'
