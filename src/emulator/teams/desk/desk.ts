export { drawCard } from './card-view.js';
