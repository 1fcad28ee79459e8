/** Short poems without rhyme, in lines that can stand in any order. */
export const POEMS: readonly string[] = [
  `The sea is quiet tonight.
The boats are asleep in the harbour.
Somewhere a lamp is still burning
for somebody who is late.

I have nothing to say to the moon,
and the moon has nothing to say to me.
We look at each other for a long time
over the dark water.`,
  `In the morning the garden is new.
The rain has washed every leaf,
and the light comes slowly
over the wall.

Somewhere a bird is still singing
the song that it sang last year.
I have forgotten the words,
and the bird has forgotten my name.`,
  `The snow comes without a sound.
It covers the road and the roofs,
and the long stone pier,
and the names of the boats.

In the morning the world is a page.
Somebody has walked across it once,
as if to see
what it would say.`,
  `My grandmother kept a clock
that did not know the time.
It does not matter, she said.
Everything comes when it comes.

Now the clock is mine.
I look at it for a long time.
It is ten past four,
and it is waiting.`,
  `The train is late again.
The light is red, and the road is quiet,
and the wind has nothing to do
but turn the pages of my book.

I have read this page before.
In the evening the light will change,
and the train will come slowly
out of the dark.`,
  `In the evening the house is quiet.
The kettle is on the stove,
and the window holds a single star
like a cup of light.

I have nothing to do
but listen to the rain.
It says the same word
over and over, and it is never wrong.`,
  `The sea is a long letter
that nobody has finished.
It begins in the morning,
and it stops in the middle of a word.

We sit on the pier and read it
over and over.
Somewhere there is an end,
but it is not for us.`,
  `The sea has a house with no windows.
It has a clock that is never wrong,
and a kettle that sings all night,
and nobody to hear it.

Somewhere a door is still open.
The wind comes in and looks around
as if it had been here before,
and then it goes home.`,
  `I have a cup of light
and a house full of rain.
The night is long, and the road is longer,
and the moon has forgotten my name.

In the morning I will open the window.
The garden will say the same word
that it said last year,
and I will listen.`,
  `The lamp is small, and the dark is large,
and it does not matter.
A lamp only needs to know
where the next step is.

Somewhere a boat is still looking
for the place where it began.
We leave the light on.
Everything comes when it comes.`,
];
