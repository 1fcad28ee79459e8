/** Two people talking, each line with its speaker. */
export const DIALOGUES: readonly string[] = [
  `Anna: Did you see the moon last night?
Tom: No, I was asleep. What was it like?
Anna: It was very large, and it was almost red.
Tom: I think that was because it was so low. The light has to travel through more air.
Anna: You always have to explain everything.
Tom: I am sorry. I am sure it was beautiful.
Anna: It was. Next time I will wake you up.
Tom: Please do.`,
  `Anna: What are you reading?
Tom: A book about the sea. It is very long.
Anna: Is it any good?
Tom: I do not know yet. So far there has been a lot of weather.
Anna: And what happens?
Tom: There is a lighthouse keeper who gets a letter, and nobody knows who wrote it.
Anna: I think I have read that one. Do you want to know how it ends?
Tom: No! Please do not tell me.`,
  `Customer: Good morning. I am looking for a lamp.
Clerk: Good morning. What kind of lamp are you looking for?
Customer: Something small, for people who read at night.
Clerk: We have this one. It is made of solid oak, and it turns on with a single touch.
Customer: How long does the battery last?
Clerk: About two weeks. When it is empty, it charges in an hour.
Customer: That sounds good. How much is it?
Clerk: It is forty euros.
Customer: I will take it. Thank you.
Clerk: Thank you. Have a good day.`,
  `Customer: Hello. I ordered a blue coat, and it has not come yet.
Clerk: I am sorry about that. Can you tell me your name, please?
Customer: Mira Stone.
Clerk: Thank you. I see that it is on its way. It will be there by the end of the week.
Customer: That is good to hear. Can I change the color?
Clerk: I am sorry, it has already been sent. But you can send it back for free.
Customer: I see. Then I will wait.
Clerk: Thank you. Have a good day.`,
  `Teacher: What is a prime number?
Student: It is a number that can only be divided by one and by itself.
Teacher: Very good. Is nine a prime number?
Student: No, because it can be divided by three.
Teacher: And what about two?
Student: Yes. It is the only even prime number.
Teacher: How do you know that there is no other?
Student: Because every other even number can be divided by two.
Teacher: Very good. I have nothing to add.`,
  `Teacher: Why does ice float?
Student: Because it is lighter than water.
Teacher: That is right. And why is it lighter than water?
Student: I do not know. Is it because there is air in it?
Teacher: Not quite. When water freezes, the molecules arrange themselves in a pattern with a lot of empty space.
Student: I see. So there is less water in the same space.
Teacher: Very good. What would happen if ice did not float?
Student: The lakes would freeze from the bottom.`,
  `Sam: The tests are red.
Mira: All of them?
Sam: No, only the ones about time.
Mira: What did you change?
Sam: I did not change anything. They were green on Friday.
Mira: What happened on Saturday?
Sam: Nothing. It was the end of the month.
Mira: Then I think I know what it is.
Sam: So do I. Who wrote this?
Mira: You did.`,
  `Sam: Do you have five minutes?
Mira: I have four. What is it?
Sam: I am not sure about the third part of the plan.
Mira: Nobody is. What do you want to change?
Sam: I think we should do it first, so that we know whether it works.
Mira: That is a good idea. Who will tell the others?
Sam: I can do it if you like.
Mira: Please do. And thank you for being honest.`,
  `Tom: Is there any bread left?
Anna: There is one piece, and it is mine.
Tom: We could share it.
Anna: We could, but I have been waiting for it all day.
Tom: I will make the tea.
Anna: You always say that, and then I make the tea.
Tom: This time I will do it. I have already put the kettle on.
Anna: Then you can have half.`,
];
