/** Leads to the notification that is shown. */
export const TOAST_KEY = 'f8';
