/** Lists: to pack, to do, to remember, to name. */
export const LISTS: readonly string[] = [
  `Things to pack for a weekend at the sea:
- a warm coat
- a good book
- a pair of boots
- a small lamp
- tea and a kettle
- a map, in case the phone is empty
- something for the rain
- nothing that you would be sorry to lose`,
  `Things to do before the storm:
- pull the boats up onto the sand
- close the windows
- fill the lamp with oil
- bring in the wood
- put the kettle on
- tell the neighbor
- wait`,
  `Things to do on a rainy day:
- read a good book
- bake bread
- write a letter to a friend
- mend the blue coat
- clean the windows from the inside
- listen to the rain
- sleep for an hour in the afternoon`,
  `Ten names for a small boat:
1. Morning Star
2. Quiet Water
3. The Long Road
4. Grandmother
5. Second Cup
6. Blue Monday
7. North Wind
8. Late Again
9. The Patient Dog
10. Home`,
  `Ten names for a coffee shop:
1. Second Cup
2. The Slow Morning
3. Ten Past Four
4. The Copper Kettle
5. Warm Water
6. The Corner Table
7. Early Bird
8. The Quiet Hour
9. Bread and Butter
10. The Long Way Home`,
  `Five rules for good code:
1. Give everything a name that says what it is for.
2. Write a test before you change anything.
3. Make it work, then make it clear, then make it fast.
4. Do one thing at a time.
5. Leave it a little better than you found it.`,
  `Five rules for a good letter:
1. Say why you are writing in the first sentence.
2. Write as you would speak.
3. Do one thing at a time.
4. Ask for what you want.
5. Say thank you, and stop.`,
  `Five rules for good sleep:
1. Go to bed at the same time every day.
2. Keep the room dark and cool.
3. Leave your phone in another room.
4. Do not look at the clock.
5. Get up when you are awake.`,
  `What we learned this year:
- Small changes are easier to undo than large ones.
- Most problems are found by the people who read the text aloud.
- It is better to ask twice than to be wrong once.
- Nobody reads a long list to the end.`,
  `Shopping list:
- flour
- milk
- eggs
- butter
- potatoes
- two onions
- garlic
- a loaf of bread
- coffee
- apples
- honey`,
  `Things to remember in the morning:
- the keys
- the letter on the table
- a good book for the train
- to water the garden
- to say good morning to the neighbor
- that there is no hurry`,
  `Things to ask before you buy a boat:
- Does it float?
- Who had it before?
- Is there a place for it in the harbour?
- What does it cost in winter?
- What will you call it?`,
  `Things that are better when they are old:
- boats
- books
- stories
- friends
- a pair of boots
- bread, if you make soup of it`,
  `Ten names for a cat:
1. Monday
2. Captain
3. Butter
4. North Wind
5. Grandmother
6. Second Cup
7. Comma
8. Early Bird
9. Mr. Stone
10. Late Again`,
];
