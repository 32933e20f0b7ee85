package dev.confab.sample.screen;

import android.content.Context;
import android.text.format.Formatter;
import android.text.util.Linkify;
import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;
import android.widget.ImageView;
import android.widget.LinearLayout;
import android.widget.TextView;
import androidx.core.content.ContextCompat;
import androidx.core.widget.TextViewCompat;
import com.google.android.material.button.MaterialButton;
import com.google.android.material.color.MaterialColors;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.MessagePart;
import java.util.Locale;
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
    }

    /** Words are shown already, and quick replies stand below the newest message. */
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
            String title = replies.getTitle();
            return title == null || !row.text().isEmpty() ? null : text(context, row, title, row.first());
        } else if (part instanceof MessagePart.Form || part instanceof MessagePart.Unknown) {
            TextView text = text(context, row, context.getString(R.string.message_unknown), row.first());
            text.setAlpha(0.8f);
            return text;
        }
        return null;
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
        String name = file.getFileName() == null ? context.getString(R.string.file_unnamed) : file.getFileName();
        String type = file.getContentType() == null ? "" : file.getContentType().toLowerCase(Locale.ROOT);
        if (type.startsWith("image/") || "Image".equalsIgnoreCase(file.getMediaType())) {
            ImageView picture = (ImageView) LayoutInflater.from(context).inflate(R.layout.part_picture, content, false);
            picture.setContentDescription(context.getString(R.string.picture) + ": " + name);
            picture.setOnClickListener(view -> actions.openFile(file));
            pictures.file(file, picture);
            return picture;
        }
        View view = LayoutInflater.from(context).inflate(R.layout.part_file, content, false);
        TextView title = view.findViewById(R.id.file_name);
        TextView size = view.findViewById(R.id.file_size);
        title.setText(name);
        title.setTextColor(colour(context, row));
        size.setTextColor(colour(context, row));
        Long bytes = file.getSizeBytes();
        size.setVisibility(bytes == null ? View.GONE : View.VISIBLE);
        size.setText(bytes == null ? "" : Formatter.formatShortFileSize(context, bytes));
        view.setBackground(background(context, row, row.text().isEmpty() && row.first()));
        view.setOnClickListener(clicked -> actions.openFile(file));
        return view;
    }

    private static TextView text(Context context, Row.Bubble row, String words, boolean first) {
        TextView text = new TextView(context);
        TextViewCompat.setTextAppearance(text, com.google.android.material.R.style.TextAppearance_Material3_BodyLarge);
        int side = context.getResources().getDimensionPixelSize(R.dimen.edge) + 2;
        text.setPadding(side, side * 2 / 3, side, side * 2 / 3);
        text.setLetterSpacing(0);
        text.setMaxWidth(context.getResources().getDimensionPixelSize(R.dimen.bubble_max));
        text.setTextColor(colour(context, row));
        text.setLinkTextColor(colour(context, row));
        text.setBackground(background(context, row, first));
        // Before the text is set; only what a browser and a mail program take.
        text.setAutoLinkMask(Linkify.WEB_URLS | Linkify.EMAIL_ADDRESSES);
        text.setText(words);
        return text;
    }

    private static android.graphics.drawable.Drawable background(Context context, Row.Bubble row, boolean first) {
        return row.own() ? Bubbles.own(context, first) : Bubbles.agent(context, first);
    }

    private static int colour(Context context, Row.Bubble row) {
        return row.own()
                ? ContextCompat.getColor(context, R.color.bubble_own_text)
                : MaterialColors.getColor(context, com.google.android.material.R.attr.colorOnSurface, 0);
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
