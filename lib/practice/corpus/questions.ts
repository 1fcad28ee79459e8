/** Questions and answers, one to three sentences each. */
export const QUESTIONS: readonly string[] = [
  `Q: Why is the sky blue?
A: Sunlight is made of many colors, and air scatters blue light more than red light. When you look up, you see the blue light that was scattered on its way to you.

Q: Why is the sunset red?
A: In the evening the light has to travel through more air. Most of the blue light is scattered away before it reaches you, and what is left is red and orange.

Q: Why is the sea salty?
A: Rain takes a little salt out of the rocks and carries it to the sea. The water leaves again as vapor, but the salt stays, and so there is more of it every year.`,

  `Q: What is a language model?
A: A language model is a program that has read a lot of text and learned which words tend to follow which. Given the beginning of a text, it gives each possible next word a probability.

Q: What is a token?
A: A token is a small piece of text, such as a word, a part of a word, or a comma. A model reads and writes text one token at a time.

Q: What does temperature do?
A: Temperature changes how adventurous the model is. At a low temperature it takes the most likely token almost every time. At a high temperature the unlikely tokens get a chance.

Q: What is a seed?
A: A seed is a number that decides how the dice fall. The same seed with the same settings gives the same text.

Q: What is the difference between temperature and top p?
A: Temperature makes the whole distribution flatter or sharper. Top p cuts off the tail: it keeps only the most likely tokens and throws the rest away.`,

  `Q: How do plants make food?
A: Plants take in light, water, and carbon dioxide, and they make sugar and oxygen. This is called photosynthesis, and it happens in the green parts of the plant.

Q: Why are leaves green?
A: Leaves are green because they contain chlorophyll. Chlorophyll takes in red and blue light, and the green light that is left is what you see.

Q: Why do leaves fall in autumn?
A: In autumn there is less light, and a leaf costs more than it brings in. The tree takes back what it can use and lets the rest go.`,

  `Q: How far away is the moon?
A: The moon is about 384,000 kilometers away. A car would need about half a year to drive there, if there were a road.

Q: Why does the moon change its shape?
A: The moon does not change its shape. Half of it is always lit by the sun, and as it moves around the earth we see more or less of the lit half.

Q: Why do we only see one side of the moon?
A: The moon turns once around itself in the same time that it takes to move once around the earth. This is why the same side always faces us.

Q: How hot is the sun?
A: The surface of the sun is about 5,500 degrees. The middle is much hotter: about 15 million degrees.`,

  `Q: How do I keep bread fresh?
A: Keep the bread in a paper bag or a wooden box, with the cut side down. Do not put it in the fridge, because bread goes dry faster when it is cold.

Q: How do I know when the bread is done?
A: Knock on the bottom of the loaf. If it sounds hollow, the bread is done.

Q: Why does bread rise?
A: Yeast eats the sugar in the flour and makes a gas. The gas is held in the dough as small bubbles, and this is why the bread rises.

Q: How long does it take to bake bread?
A: It takes about forty minutes in a hot oven. The time depends on the size of the loaf and on how dark you like the crust.`,

  `Q: What is the best way to learn a language?
A: Use it a little every day. Ten minutes every morning are better than an hour once a week, and it helps to talk to people who speak it.

Q: How long does it take to learn a language?
A: It depends on the language and on you. Most people can hold a short conversation after three months if they use it every day.

Q: Is it too late to learn to play the piano?
A: It is never too late. Children learn faster in some ways, but adults know how to practice, and that helps more than most people think.`,

  `Q: How do I undo the last commit in git?
A: Run git reset with the option that keeps your changes. The commit goes away, but the files stay as they are.

Q: What is the difference between a list and a tuple in Python?
A: A list can be changed after it is made, and a tuple cannot. Use a list when the number of items changes, and a tuple when the items belong together.

Q: What is a function?
A: A function is a piece of code with a name. You give it some values, it does its work, and it gives you a result.

Q: What is an API?
A: An API is a way for one program to ask another program for something. It says what you can ask for, how to ask, and what the answer looks like.

Q: Why should I write tests?
A: A test tells you that the code does what you think it does. It also tells the next person what the code is for.`,

  `Q: Why do cats purr?
A: Most cats purr when they are calm and warm. They also purr when they are hurt, and it may help them to heal.

Q: Why do birds sing in the morning?
A: In the morning the air is calm and quiet, so a song travels far. Birds sing to tell other birds where they live and that they are well.

Q: How do birds find their way home?
A: Birds use the sun, the stars, and the magnetic field of the earth. They also remember what the land looks like.

Q: Do fish sleep?
A: Most fish rest at night. They do not close their eyes, because they have no eyelids, but they move slowly and stay close to the ground.`,

  `Q: How much water should I drink every day?
A: It depends on the weather and on how much you move. Most people need about two liters a day, and some of it comes from food.

Q: How can I sleep better?
A: Go to bed at the same time every day, keep the room dark and cool, and leave your phone in another room. A short walk in the evening helps too.

Q: What should I do when I cannot sleep?
A: Get up and do something quiet, such as reading. Go back to bed when you are tired. It does not help to look at the clock.`,

  `Q: What is the tallest mountain in the world?
A: Mount Everest is the tallest mountain above the sea. It is 8,849 meters tall.

Q: What is the largest ocean?
A: The Pacific is the largest ocean. It covers about a third of the earth.

Q: What is the longest river in the world?
A: Most people say that the Nile is the longest river in the world. Some say that it is the Amazon. It depends on where you begin to count.

Q: What is the smallest country in the world?
A: The Vatican is the smallest country in the world. You can walk across it in about twenty minutes.`,
];
