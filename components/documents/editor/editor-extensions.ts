import type { Extension } from '@codemirror/state';
import { suggestExtension } from '../suggest/suggest-extension';
import type { ExtensionParts } from './extension-parts';

/** What other parts of documents add to the editor. They come before the editor's own keys. */
export const EDITOR_EXTENSIONS: readonly ((parts: ExtensionParts) => Extension)[] = [suggestExtension];
