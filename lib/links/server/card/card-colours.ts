/** The light theme of app/globals.css. */
export const CARD_COLOURS = {
  bg: '#faf9f6',
  ink: '#1e1c19',
  ink2: '#514d46',
  ink3: '#67625a',
  line: '#e2ded5',
  accent: '#0c665d',
};
