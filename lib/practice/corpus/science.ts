/** Plain explanations of how things work. */
export const SCIENCE: readonly string[] = [
  `A rainbow is made when sunlight meets rain. Each drop of water bends the light as it goes in, reflects it from its back, and bends it again as it comes out. Different colors are bent by a different amount, and this is why they come out side by side. You can only see a rainbow when the sun is behind you and the rain is in front of you.

The colors are always in the same order. Red is on the outside, because it is bent the least, and violet is on the inside, because it is bent the most. No two people see quite the same rainbow, because each of them sees the light from different drops.`,
  `Water is made of very small parts, which are called molecules. In ice the molecules hold each other in place. In water they move past each other. In vapor they fly about on their own. When you heat ice, the molecules move faster and faster, until they can no longer hold each other in place, and the ice melts.

Ice is lighter than water, and this is why it floats. Most things get denser when they freeze, but water is different. When it freezes, the molecules arrange themselves in a pattern with a lot of empty space. If ice did not float, lakes would freeze from the bottom, and the fish would not survive the winter.`,
  `Gravity is the force that pulls things toward each other. Everything that has mass pulls on everything else. The earth pulls on the moon, and the moon pulls on the earth. You also pull on the earth, but the earth is so large that it does not notice.

The pull depends on two things: how much mass there is, and how far away it is. If the distance is twice as large, the pull is four times weaker. This is why the moon, which is small but close, moves the sea more than the sun does. Twice a day the water rises and falls, and this is called the tide.`,
  `Sound is a wave that travels through the air. When you pluck a string, it moves back and forth and pushes the air around it. The air pushes the air next to it, and so the wave travels until it reaches your ear. In empty space there is no air, and this is why there is no sound.

A high sound is a fast wave, and a low sound is a slow wave. A loud sound is a large wave, and a quiet sound is a small wave. Sound travels about 340 meters in a second. Light is much faster. This is why you see the lightning before you hear the thunder.`,
  `A star is a very large ball of hot gas. In the middle of it the gas is so hot and so dense that small atoms are pressed together and become larger ones. This is called fusion, and it gives off a lot of energy. Most of the light that we see at night began its journey a long time ago.

The color of a star depends on how hot it is. Red stars are the coolest, and blue stars are the hottest. Our sun is in between. It has been shining for about five billion years, and it will shine for about five billion more.`,
  `A battery is a way to store energy. It has two sides, which are made of different materials, and something between them that lets small charged parts through. When you connect the two sides with a wire, electrons move through the wire from one side to the other. This is called a current, and it can light a lamp or turn a motor.

When all the parts that can move have moved, the battery is empty. Some batteries can be charged again. When you charge a battery, you push the electrons back to where they came from.`,
  `A cell is the smallest part of a living thing. Some living things are made of one cell, and some are made of many. You are made of about thirty trillion cells. Each of them has a skin that keeps the inside in and the outside out, and each of them takes in food, gives off waste, and does its work.

In the middle of most cells there is a nucleus. It holds a long molecule, which is called DNA. You can think of it as a book of instructions. The book is the same in every cell of your body, but each cell reads only the pages that it needs.`,
  `An algorithm is a list of steps that solves a problem. A recipe is an algorithm for a cake. A good algorithm is clear enough that a machine can follow it, and it always comes to an end.

There is often more than one algorithm for the same problem. To find a name in a list, you can look at every name, one after another. If the list is sorted, you can look in the middle, throw away the half that cannot contain the name, and look in the middle of what is left. With a million names, the first way takes up to a million steps, and the second way takes about twenty.`,
  `Memory is not a box in which things are kept. Each time you remember something, you build it again from small pieces, and each time it may change a little. This is why two people can remember the same day in a different way, and why both of them can be sure that they are right.

Sleep helps you to remember. While you sleep, your brain goes through what happened during the day and decides what to keep. This is why it is better to sleep before a test than to read all night.`,
  `The wind is air that moves from one place to another. The sun heats the land faster than the sea. Warm air is lighter than cold air, and it rises. Cold air from the sea moves in to take its place, and this is called a sea breeze. At night the land cools faster than the sea, and the wind turns around.

The same thing happens on a much larger scale. The sun heats the middle of the earth more than the north and the south. Warm air rises there, travels north and south, and comes down again where it is cold. Because the earth turns, these winds do not move in a straight line.`,
  `A language model is a program that predicts the next word. It has read a lot of text, and it has learned which words tend to follow which. When you give it the beginning of a sentence, it gives each possible next word a probability, and one of them is chosen. Then it does the same thing again.

The simplest kind of language model counts. It looks at the last few words, finds all the places where it has seen them before, and asks what came next. It has no idea what the words mean. Even so, it can write a sentence or two that sounds as if it did.`,
];
