/** Python: small functions with the same turns in many places. */
export const PYTHON: readonly string[] = [
  `def read_lines(path):
    """Return the lines of a file without their line ends."""
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\\n") for line in file]


def count_words(text):
    """Return how often each word occurs in a text."""
    counts = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def most_common(counts, limit=10):
    """Return the most common words, the most frequent first."""
    items = sorted(counts.items(), key=lambda item: item[1], reverse=True)
    return items[:limit]


if __name__ == "__main__":
    lines = read_lines("notes.txt")
    for word, count in most_common(count_words(" ".join(lines))):
        print(word, count)`,
  `def fibonacci(n):
    """Return the first n numbers of the Fibonacci sequence."""
    numbers = []
    a, b = 0, 1
    for _ in range(n):
        numbers.append(a)
        a, b = b, a + b
    return numbers


def is_prime(n):
    """Return True if n is a prime number."""
    if n < 2:
        return False
    for i in range(2, int(n ** 0.5) + 1):
        if n % i == 0:
            return False
    return True


def primes(limit):
    """Return all prime numbers below the limit."""
    return [n for n in range(2, limit) if is_prime(n)]


def factorial(n):
    """Return the product of all numbers from 1 to n."""
    result = 1
    for i in range(2, n + 1):
        result = result * i
    return result


def greatest_common_divisor(a, b):
    """Return the greatest number that divides both a and b."""
    while b != 0:
        a, b = b, a % b
    return a`,
  `def mean(values):
    """Return the mean of a list of numbers."""
    if not values:
        raise ValueError("mean of an empty list")
    return sum(values) / len(values)


def median(values):
    """Return the middle value of a list of numbers."""
    if not values:
        raise ValueError("median of an empty list")
    values = sorted(values)
    middle = len(values) // 2
    if len(values) % 2 == 1:
        return values[middle]
    return (values[middle - 1] + values[middle]) / 2


def total(items):
    """Return the total price of a list of items."""
    result = 0
    for item in items:
        result = result + item.price * item.count
    return result


def average_price(items):
    """Return the average price of a list of items."""
    if not items:
        return 0
    return total(items) / len(items)


def largest(values):
    """Return the largest value of a list of numbers."""
    result = values[0]
    for value in values:
        if value > result:
            result = value
    return result`,
  `def reverse(text):
    """Return a text with its letters in the other order."""
    return text[::-1]


def is_palindrome(text):
    """Return True if a text reads the same in both directions."""
    letters = [letter.lower() for letter in text if letter.isalpha()]
    return letters == letters[::-1]


def count_letters(text):
    """Return how often each letter occurs in a text."""
    counts = {}
    for letter in text.lower():
        if letter.isalpha():
            counts[letter] = counts.get(letter, 0) + 1
    return counts


def longest_word(text):
    """Return the longest word of a text."""
    result = ""
    for word in text.split():
        if len(word) > len(result):
            result = word
    return result


def capitalize_words(text):
    """Return a text in which every word begins with a capital letter."""
    return " ".join(word.capitalize() for word in text.split())`,
  `def binary_search(values, target):
    """Return the index of the target in a sorted list, or -1."""
    low = 0
    high = len(values) - 1
    while low <= high:
        middle = (low + high) // 2
        if values[middle] == target:
            return middle
        if values[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1


def bubble_sort(values):
    """Return a sorted copy of a list of numbers."""
    values = list(values)
    for i in range(len(values)):
        for j in range(len(values) - i - 1):
            if values[j] > values[j + 1]:
                values[j], values[j + 1] = values[j + 1], values[j]
    return values


def merge(left, right):
    """Return one sorted list from two sorted lists."""
    result = []
    while left and right:
        if left[0] <= right[0]:
            result.append(left.pop(0))
        else:
            result.append(right.pop(0))
    return result + left + right`,
];
