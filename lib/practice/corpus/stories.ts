/** Short stories that share a harbor, its people and their turns of phrase. */
export const STORIES: readonly string[] = [
  `Once upon a time there was a lighthouse keeper who lived alone at the end of a long stone pier. Every evening he climbed the stairs, lit the lamp, and looked at the sea for a long time. Every morning he came down again, put the kettle on, and wrote the weather in a small blue book. Nobody in the village had ever read the book, and nobody had ever asked.

One morning there was a letter on the table. He had not heard anyone come in. The letter was short, and it was written in a careful hand. It said, "Please leave the lamp on tonight. I am coming home." There was no name at the end of it.

The keeper read the letter twice and put it in his pocket. He did not know who was coming home, but he knew what a lamp was for. That evening he climbed the stairs earlier than usual. He cleaned the glass, filled the lamp with oil, and waited. The wind came up from the west, and the sea grew dark.

A little after midnight he saw a small boat, far out, with a single light. It moved slowly toward the harbor, as if it were looking for something it had lost a long time ago. The keeper did not sleep that night. In the morning the boat was tied to the pier, and a woman was sitting on the stairs with a cup of tea in her hands. "You left the lamp on," she said. "Thank you."`,

  `Once upon a time there was a clockmaker who could not tell the time. She could mend any clock in the village, and people came from far away to bring her the old ones, but she never knew whether it was morning or evening. "It does not matter," she said. "A clock only needs to know where the next second is."

One day a boy came in with a small silver watch. "It belonged to my grandmother," he said. "It stopped on the day she went away." The clockmaker opened the back of the watch and looked at it for a long time. There was nothing wrong with it. Every wheel was clean, and every spring was in its place.

"It is not broken," she said at last. "It is waiting."

The boy thought about this. He put the watch in his pocket and went home. Every morning he looked at it, and every morning it said ten past four. Then, on the first day of spring, there was a knock at the door. His grandmother was standing in the garden with a suitcase in her hand. "Am I late?" she asked. The boy took the watch out of his pocket. It was ten past four, and the watch was going.`,

  `The old train came into the station at ten past four, as it did every day, and nobody got off. The station master wrote it down in his book. He had been writing in the book for thirty years, and there was not much in it but the weather and the trains.

One day in autumn the train came in and a girl got off. She had a red coat and a small suitcase, and she looked around as if she had been there before. "Is there a house at the end of the road?" she asked.

"There was," said the station master. "Nobody has lived there for a long time."

"Then it will be quiet," said the girl, and she walked down the road. The station master watched her go. That evening, for the first time in thirty years, there was a light in the house at the end of the road. He opened his book and looked at the page for a long time. Then he wrote, "The train was on time. Somebody came home."`,

  `In the morning the snow had covered everything. It lay on the roofs, on the boats in the harbor, and on the long stone pier. Mira opened the door and looked at the garden. There were footprints in the snow. They came from the gate, went once around the apple tree, and stopped.

She put on her coat and her boots and went out. The footprints were small, smaller than her own, and they did not go back. Mira looked up into the apple tree. There was nobody there, only a robin, and the robin looked at her as if she were late.

"Did you see who it was?" asked Mira. The robin said nothing. It flew to the kitchen window, then to the gate, then back to the tree. Mira thought about this. She went inside, put the kettle on, and set two cups on the table. She did not have to wait for a long time. When the kettle began to sing, there was a knock at the door.`,

  `The ship had been at sea for forty days when the captain found the map. It was at the bottom of an old wooden box, under a blue coat and a pair of boots that belonged to nobody. The map was old, and it showed an island that the captain had never heard of.

"It is not on any other map," said the captain.

"Then nobody has looked for it," said the cook.

They sailed west for three days. On the first day there was no wind. On the second day there was too much of it. On the third day, in the morning, the sea was calm, and there was a small green island in front of them with a single tall tree. The captain looked at it for a long time. Under the tree there was a table, and on the table there was a cup of tea. It was still warm.

"Somebody has been waiting for us," said the cook, and nobody laughed.`,

  `There was once a library in which the books moved at night. In the evening the librarian put every book in its place, and in the morning every book was somewhere else. The books about the sea were beside the books about bread. The books about stars were in the kitchen. At first the librarian was angry. Then she began to read the books in the order in which they stood.

She soon saw that they were telling a story. It was about a girl who lived at the end of a long road, and a garden that nobody had ever opened, and a key. Every night the story went on a little. The librarian did not tell anyone. Every morning she came early, put the kettle on, and read what the books had to say.

On the last day of winter the story stopped in the middle of a sentence. The librarian looked at the shelf for a long time. There was a small gap between two books, just wide enough for a hand. She put her hand in, and at the back of the shelf she found the key.`,

  `The baker got up at three in the morning, as she did every day, and found a fox in the kitchen. The fox was sitting beside the oven with its tail around its feet. It looked as if it had been there all night.

"Good morning," said the baker, because she could not think of anything else to say.

"Good morning," said the fox. "I have come about the bread."

The baker put the kettle on and began to work the dough. She had learned from her father that one should never argue before breakfast. "What about the bread?" she asked.

"You make forty loaves every day," said the fox, "and the village only eats thirty-nine. I have been counting." The baker thought about this. It was true that there was always one loaf left over, and it was true that it was always gone in the morning. She had thought it was the mice.

"I see," said the baker. From that day on she made forty-one loaves, so that there would always be one for the fox and one for whoever came next.`,

  `On the first day of spring the river came back. It had been gone for a year, and the people of the village had grown used to the quiet. Children had learned to ride their bicycles in the place where it had been. An old man had planted beans there.

The river came back in the middle of the night, slowly, and without a sound. In the morning it was lying in its bed as if it had never been away. The old man stood at the edge and looked at the water for a long time. His beans were gone.

"Where have you been?" he asked.

"I went to see the sea," said the river. "I had heard so much about it."

"And what was it like?"

The river thought about this. "It was very large," it said, "and everybody there was from somewhere else." The old man laughed, and then he went home and told everyone, and nobody believed him. But every evening he went back and sat by the river, and the river told him about the sea.`,

  `Anna had never been afraid of the dark, but she did not like the stairs. There were thirteen stairs on the way up to her room, and only twelve on the way down. She had counted them every evening and every morning since they came to the house. Nobody else had ever counted.

One night she sat down on the stairs and waited. The house was quiet. The old clock in the hall said that it was a little after midnight. Anna had a lamp, a blanket, and a piece of bread with butter. She was not afraid. She only wanted to see which stair it was that went away.

"It is this one," said a small voice under her. "I am sorry. I only go out in the morning. I come back every evening."

"Where do you go?" asked Anna.

"To the sea," said the stair. "There is a lighthouse there, and it is one stair short."`,

  `The last letter came on a Monday. It was written on thin blue paper, and it had been on its way for eleven years. The postman was sorry about this. He stood at the door with his hat in his hands and said that it had been behind a drawer, in the old post office, and that nobody had known.

"It does not matter," said the old woman. She took the letter and put the kettle on. She did not open it at once. She set it on the table, beside the cup, and looked at it for a long time.

It was from her brother, who had gone to sea when they were young. He wrote that he had found a small island with a single tall tree, and that it was quiet there, and that he had built a table. "Come when you can," he wrote. "There will be tea."

The old woman read the letter twice. Then she took her coat, locked the door, and gave the key to the postman. "Please water the garden," she said. "I am going to be late, and I have been late for eleven years."`,

  `The robot had been built to water the garden, and that is what it did. Every morning it came out of the shed, filled its can, and went slowly from one bed to the next. It knew the name of every flower. It did not know that the people of the house had gone away a long time ago.

One day a bird fell out of the apple tree. It was very small, and it could not fly. The robot looked at it for a long time. There was nothing in its instructions about birds. There was only one line, at the very end, which said, "Take care of everything in the garden."

The robot thought about this. It set the bird in its can, on a bed of soft moss, and carried it from flower to flower. In the evening it did not go back into the shed. It stood under the apple tree, very still, and held out one arm like a branch. In the morning the bird was sitting on it. By the end of the summer there were four of them, and the robot had learned to sing.`,

  `The night before the storm, the fishermen pulled their boats up onto the sand. The sea was calm, and there was no wind, but the old man at the end of the pier had said that there would be a storm, and the old man was never wrong. By midnight every boat in the harbor was tied to a tree.

Tom was the youngest of them. He sat in the kitchen with his grandmother and listened. "How does he know?" he asked.

"He does not know," said his grandmother. "He only says it every autumn, and every autumn there is a storm." She put another piece of wood on the fire. "That is what most people mean when they say that somebody is never wrong."

In the morning the sun was shining, and the sea was calm. The fishermen stood on the sand and looked at their boats. Nobody said anything for a long time. Then the old man came down from the pier, slowly, with his hat in his hands. "I wanted one quiet day," he said. "I hope that you will forgive me." They did not fish that day. They sat in the sun and told stories, and nobody was angry at all.`,
];
