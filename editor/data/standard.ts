/**
 * Events and attributes that shops send under the same names (Segment's reserved traits and e-commerce spec, and those
 * the gallery listens for): offered before any was seen, so that a first chain can be drawn on an empty base.
 */
type Types = Readonly<Record<string, 'string' | 'number' | 'boolean' | 'array'>>;

const ORDER: Types = { order_id: 'string', total: 'number', revenue: 'number', currency: 'string', products: 'array' };
const CART: Types = { cart_id: 'string', value: 'number', currency: 'string', cart_url: 'string', products: 'array' };
const PRODUCT: Types = { product_id: 'string', name: 'string', category: 'string', price: 'number', url: 'string' };

export const STANDARD_EVENTS: Readonly<Record<string, Types>> = {
  'Order Completed': ORDER,
  'Order Refunded': ORDER,
  'Order Returned': ORDER,
  'Cart Abandoned': CART,
  'Cart Emptied': CART,
  'Product Viewed': PRODUCT,
  'Product Added': PRODUCT,
  'Account Created': { plan: 'string' },
  'Signed Up': { plan: 'string' },
  'Newsletter Subscribed': {},
  'Brochure Requested': { name: 'string' },
  'Lead Imported': { source: 'string' },
  'Appointment Booked': { starts_at: 'string', place: 'string' },
  'Appointment Cancelled': {},
  'Contract Signed': { contract_id: 'string', ends_at: 'string' },
  'Contract Renewed': { contract_id: 'string', ends_at: 'string' },
  'Survey Answered': { score: 'number' },
};

export const STANDARD_TRAITS: Types = {
  firstName: 'string',
  lastName: 'string',
  email: 'string',
  phone: 'string',
  birthday: 'string',
  gender: 'string',
  createdAt: 'string',
  points: 'number',
};
