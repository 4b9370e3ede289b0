namespace CompiledRules;

public sealed partial class SqlObject
{
    /// <summary>Collects entries; a name that comes again replaces the value and keeps its place.</summary>
    public sealed class Builder
    {
        private readonly List<string> _names = [];
        private readonly List<SqlValue> _values = [];
        private Dictionary<string, int>? _index;

        public int Count => _names.Count;

        public SqlValue this[string name]
        {
            get
            {
                var position = IndexOf(name);
                return position < 0 ? SqlValue.Missing : _values[position];
            }

            set
            {
                var position = IndexOf(name);
                if (position >= 0)
                {
                    _values[position] = value;
                    return;
                }

                _index?.Add(name, _names.Count);
                _names.Add(name);
                _values.Add(value);
            }
        }

        /// <summary>Adds every entry of <paramref name="other"/>; later values win.</summary>
        public Builder AddAll(SqlObject other)
        {
            for (var i = 0; i < other.Count; i++)
                this[other.Names[i]] = other.Values[i];
            return this;
        }

        public bool Contains(string name) => IndexOf(name) >= 0;

        public void Remove(string name)
        {
            var position = IndexOf(name);
            if (position < 0)
                return;

            _names.RemoveAt(position);
            _values.RemoveAt(position);
            _index = null;
        }

        public SqlObject ToObject() => _names.Count == 0 ? Empty : new SqlObject([.. _names], [.. _values]);

        private int IndexOf(string name)
        {
            if (_names.Count < IndexedFrom)
                return _names.IndexOf(name);

            if (_index is null)
            {
                _index = new Dictionary<string, int>(StringComparer.Ordinal);
                for (var i = 0; i < _names.Count; i++)
                    _index[_names[i]] = i;
            }

            return _index.TryGetValue(name, out var position) ? position : -1;
        }
    }
}
