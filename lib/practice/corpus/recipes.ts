/** Recipes: ingredients with a dash, steps with a number. */
export const RECIPES: readonly string[] = [
  `Recipe: Simple bread

Ingredients:
- 500 g flour
- 350 ml warm water
- 10 g salt
- 5 g yeast

Steps:
1. Mix the flour, the salt, and the yeast in a large bowl.
2. Add the warm water and stir until there is no dry flour left.
3. Cover the bowl and let the dough rest for two hours.
4. Fold the dough a few times and shape it into a loaf.
5. Bake for forty minutes in a hot oven, until the crust is dark brown.
6. Let the bread cool before you cut it.`,
  `Recipe: Tomato soup

Ingredients:
- 1 kg ripe tomatoes
- 1 onion
- 2 cloves of garlic
- 2 tablespoons olive oil
- 500 ml vegetable stock
- salt and pepper

Steps:
1. Chop the onion and the garlic.
2. Heat the olive oil in a large pot and cook the onion until it is soft.
3. Add the garlic and cook for one more minute.
4. Add the tomatoes and the vegetable stock, and let the soup simmer for twenty minutes.
5. Blend the soup until it is smooth.
6. Season with salt and pepper, and serve with bread.`,
  `Recipe: Pancakes

Ingredients:
- 200 g flour
- 300 ml milk
- 2 eggs
- 1 tablespoon sugar
- a pinch of salt
- butter for the pan

Steps:
1. Mix the flour, the sugar, and the salt in a large bowl.
2. Add the milk and the eggs, and stir until the batter is smooth.
3. Let the batter rest for ten minutes.
4. Heat a little butter in a pan.
5. Pour in a small cup of batter and cook for two minutes on each side.
6. Serve warm with honey or jam.`,
  `Recipe: Potato soup

Ingredients:
- 1 kg potatoes
- 1 onion
- 2 carrots
- 2 tablespoons butter
- 1 liter vegetable stock
- salt and pepper

Steps:
1. Peel the potatoes and cut them into small pieces.
2. Chop the onion and the carrots.
3. Heat the butter in a large pot and cook the onion until it is soft.
4. Add the potatoes, the carrots, and the vegetable stock, and let the soup simmer for thirty minutes.
5. Blend half of the soup and pour it back into the pot.
6. Season with salt and pepper, and serve with bread.`,
  `Recipe: Pasta with garlic and oil

Ingredients:
- 200 g pasta
- 4 cloves of garlic
- 4 tablespoons olive oil
- a pinch of chili
- a little parsley
- salt

Steps:
1. Cook the pasta in a large pot of salted water.
2. Slice the garlic and heat it slowly in the olive oil until it is golden.
3. Add the chili and a small cup of the pasta water.
4. Add the pasta and stir until the sauce is smooth.
5. Season with salt, add the parsley, and serve at once.`,
  `Recipe: Apple cake

Ingredients:
- 4 apples
- 200 g flour
- 150 g sugar
- 150 g butter
- 3 eggs
- 1 teaspoon baking powder
- a pinch of salt

Steps:
1. Peel the apples and cut them into thin slices.
2. Mix the butter and the sugar until the mixture is light.
3. Add the eggs one at a time.
4. Add the flour, the baking powder, and the salt, and stir until the batter is smooth.
5. Pour the batter into a round tin and put the apples on top.
6. Bake for forty minutes, until the cake is golden.
7. Let the cake cool before you cut it.`,
  `Recipe: Lentil stew

Ingredients:
- 250 g lentils
- 1 onion
- 2 carrots
- 2 cloves of garlic
- 2 tablespoons olive oil
- 1 liter vegetable stock
- a little lemon juice
- salt and pepper

Steps:
1. Wash the lentils.
2. Chop the onion, the carrots, and the garlic.
3. Heat the olive oil in a large pot and cook the onion until it is soft.
4. Add the carrots and the garlic and cook for two more minutes.
5. Add the lentils and the vegetable stock, and let the stew simmer for thirty minutes.
6. Season with salt, pepper, and a little lemon juice, and serve warm.`,
  `Recipe: Green salad

Ingredients:
- 1 head of lettuce
- 1 cucumber
- 3 tablespoons olive oil
- 1 tablespoon vinegar
- 1 teaspoon mustard
- a pinch of sugar
- salt and pepper

Steps:
1. Wash the lettuce and tear it into small pieces.
2. Cut the cucumber into thin slices.
3. Mix the olive oil, the vinegar, the mustard, and the sugar in a large bowl.
4. Season with salt and pepper.
5. Add the lettuce and the cucumber just before you serve, and mix well.`,
  `Recipe: Oat cookies

Ingredients:
- 200 g oats
- 150 g butter
- 100 g sugar
- 100 g flour
- 1 egg
- 1 teaspoon baking powder
- a pinch of salt

Steps:
1. Mix the butter and the sugar until the mixture is light.
2. Add the egg and stir until it is smooth.
3. Add the oats, the flour, the baking powder, and the salt.
4. Put small spoons of dough on a tray, with a little space between them.
5. Bake for twelve minutes, until the edges are golden.
6. Let the cookies cool on the tray.`,
];
