package dev.confab.sample.screen;

import android.content.Context;
import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;
import android.widget.ImageView;
import android.widget.LinearLayout;
import android.widget.TextView;
import com.google.android.material.button.MaterialButton;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;
import dev.confab.transport.model.CardAction;
import dev.confab.transport.model.MessagePart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cards, alone and side by side. */
final class CardViews {

    private final Pictures pictures;
    private final MessageActions actions;

    CardViews(Pictures pictures, MessageActions actions) {
        this.pictures = pictures;
        this.actions = actions;
    }

    View carousel(ViewGroup parent, Row.Bubble row, MessagePart.Carousel carousel) {
        View scroll = LayoutInflater.from(parent.getContext()).inflate(R.layout.part_carousel, parent, false);
        LinearLayout line = scroll.findViewById(R.id.cards);
        int gap = parent.getResources().getDimensionPixelSize(R.dimen.edge) * 2 / 3;
        for (MessagePart.Card card : carousel.getCards()) {
            View view = card(line, row, card);
            LinearLayout.LayoutParams place = (LinearLayout.LayoutParams) view.getLayoutParams();
            place.height = ViewGroup.LayoutParams.MATCH_PARENT; // as tall as the tallest
            place.setMarginEnd(gap);
            line.addView(view, place);
        }
        return scroll;
    }

    View card(ViewGroup parent, Row.Bubble row, MessagePart.Card card) {
        Context context = parent.getContext();
        View view = LayoutInflater.from(context).inflate(R.layout.part_card, parent, false);
        ImageView image = view.findViewById(R.id.card_image);
        if (card.getImage() == null) {
            image.setVisibility(View.GONE);
        } else {
            image.setContentDescription(card.getTitle());
            pictures.card(card.getImage(), image);
        }
        text(view.findViewById(R.id.card_title), card.getTitle());
        text(view.findViewById(R.id.card_text), card.getDescription());
        addButtons(view.findViewById(R.id.card_actions), row, card.getActions());
        if (card.getDefaultAction() instanceof CardAction.Open open
                && open.getLink().isSafe()) {
            view.setOnClickListener(clicked -> actions.openLink(open.getLink()));
        }
        return view;
    }

    private void addButtons(ViewGroup place, Row.Bubble row, List<CardAction> offered) {
        Context context = place.getContext();
        for (CardAction action : offered) {
            if (action instanceof CardAction.Open open) {
                // A link that may not be opened is shown, and does nothing: it would be missed otherwise.
                String label = open.getText() == null ? open.getLink().getRaw() : open.getText();
                MaterialButton button = button(context, label, false);
                button.setEnabled(open.getLink().isSafe());
                button.setOnClickListener(clicked -> actions.openLink(open.getLink()));
                place.addView(button);
            } else if (action instanceof CardAction.Postback postback) {
                MaterialButton button = button(context, postback.getText(), true);
                button.setEnabled(row.answerable());
                button.setOnClickListener(clicked -> actions.press(row.id(), postback));
                place.addView(button);
            }
        }
        place.setVisibility(place.getChildCount() == 0 ? View.GONE : View.VISIBLE);
    }

    /** A button as wide as its card. */
    static MaterialButton button(Context context, String label, boolean tonal) {
        MaterialButton button = (MaterialButton)
                LayoutInflater.from(context).inflate(tonal ? R.layout.button_tonal : R.layout.button_text, null, false);
        button.setText(label);
        button.setLayoutParams(new LinearLayout.LayoutParams(
                ViewGroup.LayoutParams.MATCH_PARENT, ViewGroup.LayoutParams.WRAP_CONTENT));
        return button;
    }

    /** Shows words, or nothing where there are none. */
    static void text(TextView view, @Nullable String words) {
        view.setText(words);
        view.setVisibility(words == null || words.isEmpty() ? View.GONE : View.VISIBLE);
    }
}
