/** Under this type the palette hands a kind of step to the drawing. */
export const DRAGGED = 'application/x-jalon-step';
