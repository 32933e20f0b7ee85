package dev.confab.sample.screen;

import android.content.Context;
import android.graphics.Typeface;
import android.text.format.Formatter;
import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;
import android.widget.ImageView;
import android.widget.LinearLayout;
import android.widget.TextView;
import androidx.core.content.ContextCompat;
import com.google.android.material.button.MaterialButton;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.MessagePart;
import org.jspecify.annotations.Nullable;

/** Makes the views of what a message holds: words, files, cards, pickers. */
final class PartViews {

    private final Pictures pictures;
    private final MessageActions actions;
    private final CardViews cards;

    PartViews(Pictures pictures, MessageActions actions) {
        this.pictures = pictures;
        this.actions = actions;
        cards = new CardViews(pictures, actions);
    }

    /** Fills a row with everything that its message holds. */
    void fill(LinearLayout content, Row.Bubble row) {
        content.removeAllViews();
        if (!row.text().isEmpty()) {
            add(content, text(content.getContext(), row, row.text(), row.first()));
        }
        for (MessagePart part : row.parts()) {
            View view = view(content, row, part);
            if (view != null) {
                add(content, view);
            }
        }
        if (content.getChildCount() == 0) {
            add(content, unknown(content.getContext(), row, content.getContext().getString(R.string.message_unknown)));
        }
    }

    /** Words are shown already, and quick replies stand below the newest message. What has no form of its own, says so. */
    private @Nullable View view(LinearLayout content, Row.Bubble row, MessagePart part) {
        Context context = content.getContext();
        if (part instanceof MessagePart.Attachment file) {
            return file(content, row, file.getAttachment());
        } else if (part instanceof MessagePart.Card card) {
            return cards.card(content, row, card);
        } else if (part instanceof MessagePart.Carousel carousel) {
            return cards.carousel(content, row, carousel);
        } else if (part instanceof MessagePart.DatePicker picker) {
            return picker(content, row, picker);
        } else if (part instanceof MessagePart.ListPicker picker) {
            String title =
                    picker.getReceived() == null ? null : picker.getReceived().getTitle();
            return picker(
                    content,
                    row,
                    title,
                    null,
                    R.string.action_choose,
                    R.drawable.ic_list,
                    () -> actions.openList(row.id(), picker));
        } else if (part instanceof MessagePart.QuickReplies replies) {
            String title = PartWords.of(context, replies);
            return title == null || !row.text().isEmpty() ? null : text(context, row, title, row.first());
        }
        String words = part instanceof MessagePart.Text ? null : PartWords.of(context, part);
        return words == null ? null : unknown(context, row, words);
    }

    private TextView unknown(Context context, Row.Bubble row, String words) {
        TextView text = text(context, row, words, row.first());
        text.setTypeface(text.getTypeface(), Typeface.ITALIC);
        return text;
    }

    private View picker(LinearLayout content, Row.Bubble row, MessagePart.DatePicker picker) {
        return picker(
                content,
                row,
                picker.getTitle(),
                picker.getSubtitle(),
                R.string.action_choose_date,
                R.drawable.ic_calendar,
                () -> actions.openDates(row.id(), picker));
    }

    private View picker(
            LinearLayout content,
            Row.Bubble row,
            @Nullable String title,
            @Nullable String subtitle,
            int label,
            int icon,
            Runnable open) {
        Context context = content.getContext();
        View card = LayoutInflater.from(context).inflate(R.layout.part_card, content, false);
        card.findViewById(R.id.card_image).setVisibility(View.GONE);
        CardViews.text(card.findViewById(R.id.card_title), title);
        CardViews.text(card.findViewById(R.id.card_text), subtitle);
        MaterialButton button = CardViews.button(context, context.getString(label), true);
        button.setIconGravity(MaterialButton.ICON_GRAVITY_TEXT_START);
        button.setIcon(ContextCompat.getDrawable(context, icon));
        button.setEnabled(row.answerable());
        button.setOnClickListener(view -> open.run());
        ViewGroup buttons = card.findViewById(R.id.card_actions);
        buttons.addView(button);
        return card;
    }

    private View file(LinearLayout content, Row.Bubble row, Attachment file) {
        Context context = content.getContext();
        String name = PartWords.name(context, file);
        if (PartWords.isPicture(file)) {
            ImageView picture = (ImageView) LayoutInflater.from(context).inflate(R.layout.part_picture, content, false);
            picture.setContentDescription(context.getString(R.string.picture_named, name));
            picture.setOnClickListener(view -> actions.openFile(file));
            pictures.file(file, picture);
            return picture;
        }
        View view = LayoutInflater.from(context).inflate(R.layout.part_file, content, false);
        TextView title = view.findViewById(R.id.file_name);
        TextView size = view.findViewById(R.id.file_size);
        title.setText(name);
        title.setTextColor(TextBubbles.colour(context, row));
        size.setTextColor(TextBubbles.colour(context, row));
        Long bytes = file.getSizeBytes();
        size.setVisibility(bytes == null ? View.GONE : View.VISIBLE);
        size.setText(bytes == null ? "" : Formatter.formatShortFileSize(context, bytes));
        view.setBackground(TextBubbles.background(context, row, row.text().isEmpty() && row.first()));
        view.setOnClickListener(clicked -> actions.openFile(file));
        return view;
    }

    private TextView text(Context context, Row.Bubble row, String words, boolean first) {
        return TextBubbles.text(context, row, words, first, actions);
    }

    private static void add(LinearLayout content, View view) {
        LinearLayout.LayoutParams place = view.getLayoutParams() instanceof LinearLayout.LayoutParams given
                ? given
                : new LinearLayout.LayoutParams(
                        ViewGroup.LayoutParams.WRAP_CONTENT, ViewGroup.LayoutParams.WRAP_CONTENT);
        int gap = (int) (4 * content.getResources().getDisplayMetrics().density);
        place.topMargin = content.getChildCount() == 0 ? 0 : gap;
        content.addView(view, place);
    }
}
