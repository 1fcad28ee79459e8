/** Letters and mails: to friends, to strangers, at work. */
export const LETTERS: readonly string[] = [
  `Dear Anna,

Thank you for your letter. It came on Monday, and I have read it twice. I am glad to hear that you are well and that the garden is growing. Here it has been raining for a week, but I do not mind. I sit in the kitchen, drink my tea, and listen to the rain.

You asked about the house. It is smaller than I thought, and it is very quiet. There is a window that looks out on the harbour, and in the morning I can see the boats go out. I think you would like it here.

Please write soon, and tell me when you can come. There is a bed for you, and there will be bread.

With love,
Mira`,
  `Dear Tom,

I hope that you are well. I am writing to tell you that I found your book. It was behind the sofa, where it must have been since the summer. I am sorry that I said you had never given it to me.

I read it before I put it in the post. I hope you do not mind. I liked the part about the lighthouse, and I did not understand the end. Perhaps you can tell me about it when you come.

Please give my love to your mother.

Your friend,
Anna`,
  `Dear Grandmother,

Thank you for the blue coat. It fits me very well, and it is warm. I wear it every day, even when it is not cold. Everybody asks me where it is from, and I say that you made it.

School is going well. I have learned to play the piano a little, and I can play one song from the beginning to the end. I will play it for you when we come at the end of the month.

Please write soon. I have read all of your letters twice.

With love,
Tom`,
  `Dear neighbor,

I am the new neighbor from the second floor. On Saturday evening I will have some friends here, and we will make a little music. We will stop at eleven. If it is too loud, please knock at my door, or come in and have a glass of wine with us.

With kind regards,
Mira Stone, second floor`,
  `Dear Ms. Stone,

Thank you for your order. We are sorry to tell you that the blue coat will be late. It is on its way to us, and we will send it to you by the end of the week. You do not have to do anything.

If you do not want to wait, please tell us, and we will give you your money back on the same day.

With kind regards,
The people at Pier & Stone`,
  `Hi Sam,

Thank you for the call on Monday. Here is what we said, so that we have it in one place. You will send me the plan by Wednesday. I will read it and write to you by Friday. We will talk again on Monday at ten.

There is one open question: who will talk to the people at the harbour? I can do it if you like.

Best,
Anna`,
  `Hi Anna,

Here is the plan. It is not finished, but I think you will see where it is going. The first part is done. The second part depends on the weather. The third part is the one that I am not sure about, and I would like to hear what you think.

Please be honest. It is better to change it now than to change it in the summer.

Best,
Sam`,
  `Hi team,

A short note about last week. The new version is out, and it works well. We found two small problems on Monday and fixed them on Tuesday. Thank you to everyone who stayed late.

This week we will look at the list of open questions and choose three of them. Please read the list before Wednesday and write down what you think. We will talk about it on Wednesday at ten.

Best,
Mira`,
  `Hi everyone,

The kitchen will be closed on Monday, because the people with the new oven are coming. Please take your cups out of the kitchen on Friday. What is left there on Saturday will be given to the baker, who has asked for it.

There will be coffee on the second floor, and there will be bread.

Best,
Sam`,
];
