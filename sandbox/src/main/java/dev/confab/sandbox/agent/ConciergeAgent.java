package dev.confab.sandbox.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Greets, and answers common questions from a small script, typing first as people do. Who says "menu" is shown one of
 * everything that an agent can show; what is chosen there, and files that come, are answered in words.
 */
public final class ConciergeAgent implements Agent {

    private static final AgentProfile PROFILE = new AgentProfile("Ada", null, AgentProfile.Kind.BOT);
    private static final AgentAct TYPING = new AgentAct.Typing(Duration.ofSeconds(5));

    /** What people say around the word for the thing they want to see. */
    private static final Pattern WISH = Pattern.compile("^(please )?(show )?(me )?(an? |the )?(?=\\S)|[.!?]+$");

    private static final int QUOTED_CHARACTERS = 80;

    private static final String GREETING = "Hello, I am Ada. Ask me about an order, our opening hours or our prices,"
            + " or tell me that you would rather talk to a person.";

    // The first entry that matches answers, so the more special words stand first.
    private static final List<Answer> SCRIPT = List.of(
            new Answer(
                    "\\b(order|parcel|package|delivery|shipping|track)",
                    "Your order left our warehouse this morning. It should be with you tomorrow before noon."),
            new Answer("\\b(hours?|open|opening|close|closing)\\b", "We are here every day from 8:00 to 20:00."),
            new Answer("\\b(price|cost|how much|plan)", "The basic plan is 9 a month, the premium plan is 19 a month."),
            new Answer(
                    "\\b(human|person|people|agent|someone|colleague)\\b",
                    "Of course. A colleague will join as soon as one is free; please stay in this chat."),
            new Answer("\\b(thanks|thank you|thx)\\b", "You are welcome. Is there anything else I can do for you?"),
            new Answer("\\b(bye|goodbye|see you)\\b", "Goodbye, and thank you for your visit."),
            new Answer("\\b(hello|hi|hey|good (morning|evening|day))\\b", "Hello! What can I do for you?"));

    /** Makes an agent for one conversation. */
    public ConciergeAgent() {}

    @Override
    public AgentProfile profile() {
        return PROFILE;
    }

    @Override
    public List<AgentAct> joined() {
        return List.of(new AgentAct.Say(GREETING));
    }

    @Override
    public List<AgentAct> heard(Heard heard) {
        if (!heard.files().isEmpty()) {
            List<AgentAct> acts = new ArrayList<>(List.of(TYPING));
            heard.files().forEach(file -> acts.add(new AgentAct.Say(confirmation(file))));
            return List.copyOf(acts);
        }
        if (heard.choices().isEmpty()) {
            return heard(heard.text());
        }
        String payload = heard.choices().get(0).payload();
        return payload.startsWith(Showcase.PREFIX)
                ? heard(payload.substring(Showcase.PREFIX.length()))
                : List.of(TYPING, new AgentAct.Say(answer(heard.choices())));
    }

    @Override
    public List<AgentAct> heard(String text) {
        String word = WISH.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll("");
        List<AgentAct> shown = word.equals("menu") ? Showcase.menu() : Showcase.of(word);
        if (shown != null) {
            return shown;
        }
        return List.of(TYPING, new AgentAct.Say(answer(text)));
    }

    private static String confirmation(Heard.ReceivedFile file) {
        return "I received " + file.name() + ", " + file.content().size() + " bytes, SHA-256 " + file.sha256() + ".";
    }

    /** Nothing of what was chosen is lost in the answer, so that a test can see that it came through. */
    private static String answer(List<Heard.Choice> choices) {
        Heard.Choice first = choices.get(0);
        return switch (first.type()) {
            case "DatePicker" -> "We have an appointment on " + first.payload() + ".";
            case "ListPicker" -> "You picked " + joined(choices, choice -> choice.payload()) + ".";
            case "Form" -> "You filled in " + joined(choices, choice -> choice.field() + " = " + choice.text()) + ".";
            default -> "You chose “" + excerpt(first.text()) + "” (" + excerpt(first.payload()) + ").";
        };
    }

    private static String joined(List<Heard.Choice> choices, Function<Heard.Choice, String> writer) {
        return choices.stream().map(writer).collect(Collectors.joining(", "));
    }

    private static String answer(String text) {
        if (text.isBlank()) {
            return "I received something without words. Could you tell me in a sentence what you need?";
        }
        String asked = text.toLowerCase(Locale.ROOT);
        for (Answer entry : SCRIPT) {
            if (entry.pattern().matcher(asked).find()) {
                return entry.reply();
            }
        }
        return "You wrote “" + excerpt(text) + "”. I can help with orders, opening hours and prices.";
    }

    private static String excerpt(String text) {
        if (text.codePointCount(0, text.length()) <= QUOTED_CHARACTERS) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, QUOTED_CHARACTERS)) + "…";
    }

    private record Answer(Pattern pattern, String reply) {
        Answer(String regex, String reply) {
            this(Pattern.compile(regex), reply);
        }
    }
}
